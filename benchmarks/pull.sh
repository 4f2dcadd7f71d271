# A whole database of 12 million rows and about 2.6 GB, masked on its way, against pgcopydb and pg_dump | pg_restore, which
# mask nothing.

million=${BENCH_MILLION:-1000000}
jobs=${BENCH_JOBS:-2}

start_server source
start_server target
dir=$work/shop
project "$dir"
cp "$here/sql/shop.sql" "$dir/src/main/resources/db/migration/V1__shop.sql"
sql source postgres -c "CREATE DATABASE prod"
(cd "$dir" && "${mvn[@]}" flyway:migrate -Dflyway.url="$(url source prod)") >"$work/migrate.log" 2>&1 \
  || { cat "$work/migrate.log" >&2; exit 1; }
sql source prod -v million="$million" -f "$here/sql/shop-rows.sql"
sql source prod -c "VACUUM ANALYZE" -c "CHECKPOINT"
echo "$(sql source prod -At -c "SELECT pg_size_pretty(sum(pg_table_size(oid))) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace") of tables, the largest $(sql source prod -At -c "SELECT pg_size_pretty(pg_table_size('order_item'))")"

# config NAME RULES: how a pull masks, in a file of its own.
config() {
  cat >"$dir/$1.yaml" <<YAML
chain: [dev, prod]
environments:
  dev:   { url: "$(url target dev)", user: postgres }
  prod:  { url: "$(url source prod)", user: postgres }
  local: { url: "$(url target local)", user: postgres }
flyway: { locations: ["filesystem:src/main/resources/db/migration"] }
pull: { to: local${BENCH_PULL:+, $BENCH_PULL} }
anonymize:
  key: 0f1e2d3c4b5a69788796a5b4c3d2e1f0
  tables:
    product: { sku: keep, title: keep, made: keep }
    address: { street: keep, city: keep, zip: keep }
    orders: { state: keep }
$2
YAML
}
config masked "    customer: { email: email, full_name: name, phone: phone, country: keep }
    payment: { method: keep, holder: keep }
    order_item: { recipient: name, contact: email, telephone: phone, remark: keep, attributes: keep }"
config unmasked "    customer: { email: keep, full_name: keep, phone: keep, country: keep }
    payment: { method: keep, holder: keep }
    order_item: { recipient: keep, contact: keep, telephone: keep, remark: keep, attributes: keep }"

# Each fills an empty database.
pull() {
  (cd "$dir" && MAVEN_OPTS="${BENCH_MAVEN_OPTS:-}" mvn_loud sync:pull-prod -Dsync.config="$1.yaml" -Dsync.confirm=yes)
}
uri() {
  echo "postgres://postgres@127.0.0.1:${port[$1]}/$2"
}
copydb() {
  rm -rf "$work/pgcopydb"
  pgcopydb clone --table-jobs "$jobs" --index-jobs "$jobs" --dir "$work/pgcopydb" \
    --source "$(uri source prod)" --target "$(uri target local)"
}
dump_and_restore() {
  rm -rf "$work/dump"
  "$pg_bin/pg_dump" -Fd -j "$jobs" -f "$work/dump" "$(uri source prod)"
  "$pg_bin/pg_restore" -j "$jobs" -d "$(uri target local)" "$work/dump"
}
emptied() {
  sql target postgres -c "SET client_min_messages = warning" -c "DROP DATABASE IF EXISTS local" -c "CREATE DATABASE local" -c CHECKPOINT
}
rows_of() {
  sql "$1" "$2" -At -c "SELECT (SELECT count(*) FROM order_item), (SELECT count(*) FROM customer), (SELECT count(*) FROM payment), (SELECT count(*) FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'flyway%'), (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%')"
}
# timed NAME COMMAND …: once, into an empty database; what arrived must be all.
timed() {
  emptied
  seconds "$@"
  [[ $(rows_of source prod) == "$(rows_of target local)" ]] || { echo "$1 did not bring everything" >&2; exit 1; }
}

for ((round = 0; round <= rounds; round++)); do
  [[ $round != 1 ]] || rm -f "$work"/figures-*
  timed masked pull masked
  timed unmasked pull unmasked
  if command -v pgcopydb >/dev/null; then timed copydb copydb; fi
  timed dump dump_and_restore
done

echo
echo "$((12 * million)) rows from one server to another, whole processes"
show masked "mvn sync:pull-prod, masked"
show unmasked "mvn sync:pull-prod, nothing masked"
[[ ! -e $work/figures-copydb ]] || show copydb "pgcopydb clone, $jobs jobs"
show dump "pg_dump -Fd -j$jobs, pg_restore -j$jobs"
fastest=dump
if [[ -e $work/figures-copydb ]] && awk "BEGIN { exit !($(median copydb) < $(median dump)) }"; then fastest=copydb; fi
ratio masked $fastest 1.0
ratio masked unmasked 1.15

# The deepest comparison and proof; how long the proof took of it is in the report.
sed 's/^pull: { to: local/&, verify: full/' "$dir/masked.yaml" >"$dir/full.yaml"
for ((round = 0; round <= rounds / 2; round++)); do
  [[ $round != 1 ]] || rm -f "$work/figures-full" "$work/figures-proof"
  timed full pull full
  figure proof "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["verification"]["proof"]["seconds"])' "$dir/target/sync/pull-prod.json")"
done
echo
show full "mvn sync:pull-prod, masked, verify: full"
show proof "of it, the proof"
ratio proof full 0.35
