# The pipe by itself: one table of 14 columns and about 250 bytes a row from one server to another, against psql's COPY
# in binary into psql's COPY.

rows=${BENCH_PIPE_ROWS:-6000000}
heap=${BENCH_PIPE_HEAP:-256m}

start_server source
start_server target
compile
sql source postgres -c "CREATE DATABASE prod"
sql target postgres -c "CREATE DATABASE local"
sql source prod -f "$here/sql/customer.sql"
sql source prod -v rows="$rows" -f "$here/sql/customer-rows.sql"
sql source prod -c "VACUUM (ANALYZE, FREEZE)" -c CHECKPOINT
sql target local -f "$here/sql/customer.sql"

empty() {
  sql target local -c "TRUNCATE customer" -c CHECKPOINT
}
psql_pipe() {
  sql source prod -c "COPY customer TO STDOUT (FORMAT binary)" \
    | sql target local -c "COPY customer FROM STDIN (FORMAT binary)"
}
# pipe NAME FORMAT MASKED: Sync's pipe in a JVM of its own; from the two open connections to the commit.
pipe() {
  java "-Xmx$heap" -cp "$work/classes:$class_path" Pipe "$(url source prod)?user=postgres" \
    "$(url target local)?user=postgres" "$2" "$3" >"$work/pipe.txt" 2>"$work/pipe.log" \
    || { cat "$work/pipe.txt" "$work/pipe.log" >&2; exit 1; }
  while read -r name value; do
    figure "$1-$name" "$value"
  done <"$work/pipe.txt"
}

for ((round = 0; round <= rounds; round++)); do
  # The first round warms up.
  [[ $round != 1 ]] || rm -f "$work"/figures-*
  empty
  seconds psql psql_pipe
  empty
  pipe text-masked text masked
  empty
  pipe masked binary masked
  empty
  pipe plain binary unmasked
done

# What arrived is what was there.
content() { sql "$1" "$2" -At -c "SELECT count(*), sum(hash_record_extended(c, 0)::numeric) FROM customer c"; }
[[ $(content source prod) == "$(content target local)" ]] || { echo "the tables differ" >&2; exit 1; }

echo
echo "One table of $rows rows, 14 columns, $(sql source prod -At -c "SELECT pg_size_pretty(pg_table_size('customer'))"); each JVM in a heap of $heap"
show psql "psql COPY binary | psql COPY binary"
show plain-seconds "Sync's pipe, binary"
ratio plain-seconds psql 1.10
show masked-seconds "Sync's pipe, binary, three columns masked by HMAC-SHA-256"
ratio masked-seconds plain-seconds 1.15
show text-masked-seconds "the same as text"
echo "  of the JVM: $(median plain-cpu) s of CPU unmasked, $(median masked-cpu) s masked, $(median text-masked-cpu) s as text;"
echo "  at most $(median masked-heap) MB of heap with its garbage, $(median masked-in-flight) MB in flight"
