# The state of three environments with 400 applied migrations and 30 lookup tables each, against three runs of the
# Flyway Maven plugin's info: whole processes.

. "$here/migrations.sh"
dir=$work/status
project "$dir"
lookups=$(seq -s, -f 'lookup_%g' 1 30)
migrations "$dir/src/main/resources/db/migration" 400 30
for name in dev test prod; do
  start_server $name
done
cat >"$dir/sync.yaml" <<YAML
chain: [dev, test, prod]
environments:
  dev:  { url: "$(url dev app)", user: postgres }
  test: { url: "$(url test app)", user: postgres }
  prod: { url: "$(url prod app)", user: postgres }
flyway: { locations: ["filesystem:src/main/resources/db/migration"] }
lookups: [$lookups]
YAML
for name in dev test prod; do
  sql $name postgres -c "CREATE DATABASE app"
  (cd "$dir" && "${mvn[@]}" flyway:migrate -Dflyway.url="$(url $name app)") >"$work/migrate.log" 2>&1 \
    || { cat "$work/migrate.log" >&2; exit 1; }
  sql $name app -c "VACUUM ANALYZE"
done

three_infos() {
  local name
  for name in dev test prod; do
    (cd "$dir" && mvn_loud flyway:info -Dflyway.url="$(url $name app)") || return 1
  done
}
status() {
  (cd "$dir" && mvn_loud sync:status -Dsync.failIfOutOfSync)
}

for ((round = 0; round <= rounds; round++)); do
  # The first round warms up.
  [[ $round != 1 ]] || rm -f "$work"/figures-*
  seconds info three_infos
  seconds status status
done

echo
echo "Three environments with 400 migrations and 30 lookup tables each, whole processes"
show info "three times mvn flyway:info (13.0.0)"
show status "mvn sync:status"
ratio status info 1.0
