# The rewriting of rows, and the masks, by themselves and on one core, by JMH. No server takes part.

jmh=${BENCH_JMH:-1.37}
compile
# JMH is no dependency of the project's: it comes to the local repository by itself.
cat >"$work/pom.xml" <<XML
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId><artifactId>bench</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.openjdk.jmh</groupId><artifactId>jmh-generator-annprocess</artifactId><version>$jmh</version>
    </dependency>
  </dependencies>
</project>
XML
"${mvn[@]}" -f "$work/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/jmh-path" >"$work/jmh.log" 2>&1 \
  || { cat "$work/jmh.log" >&2; exit 1; }
class_path="$work/classes:$class_path:$(cat "$work/jmh-path")"
javac -d "$work/classes" -cp "$class_path" -processorpath "$(cat "$work/jmh-path")" "$here"/jmh/*.java

# Rows, bytes and values a second.
java -cp "$class_path" org.openjdk.jmh.Main -foe true -rf csv -rff "$work/codec.csv" >"$work/codec.log" 2>&1 \
  || { cat "$work/codec.log" >&2; exit 1; }
python3 - "$work/codec.csv" <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1])))
score = {(r["Benchmark"].split(".RowCodecs.")[-1], r.get("Param: format", ""), r.get("Param: masked", ""), r.get("Param: rule", "")): float(r["Score"]) for r in rows}
print()
for (name, form, masked, strategy), value in sorted(score.items()):
    if name == "rows":
        read = score[("rows:bytes", form, masked, strategy)]
        print(f"  {form:6}, masked columns: {masked:5}  {value / 1e6:7.2f} million rows/s {read / 1e6:8.0f} MB/s")
for (name, form, masked, rule), value in sorted(score.items()):
    if name == "values":
        busy = score[("values:nanos", form, masked, rule)] / 1e9
        print(f"  mask {rule:15}         {value / 1e3:9.0f} thousand values/s {value / busy / 1e3:9.0f} in a second of the processor")
PY
