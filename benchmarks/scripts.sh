# The promotion of 250 scripts, against Flyway's own migrate of the same scripts.

. "$here/migrations.sh"
dir=$work/scripts
project "$dir"
migrations "$dir/src/main/resources/db/migration" 250 0
start_server source
start_server target
compile
cat >"$dir/sync.yaml" <<YAML
chain: [dev, test, prod]
environments:
  dev:  { url: "$(url source dev)", user: postgres }
  test: { url: "$(url target test)", user: postgres }
  prod: { url: "$(url target prod)", user: postgres }
flyway: { locations: ["filesystem:src/main/resources/db/migration"] }
backup: { directory: .sync/backups, scope: schema }
YAML
sql source postgres -c "CREATE DATABASE dev"
sql target postgres -c "CREATE DATABASE empty"
(cd "$dir" && "${mvn[@]}" flyway:migrate -Dflyway.url="$(url source dev)") >"$work/migrate.log" 2>&1 \
  || { cat "$work/migrate.log" >&2; exit 1; }

migrate_by_maven() {
  (cd "$dir" && mvn_loud flyway:migrate -Dflyway.url="$(url target migrated)")
}
promote_by_maven() {
  (cd "$dir" && mvn_loud sync:promote -Dto=test -Dsync.confirm=yes)
}
# What the last promotion by Maven says of its backup: "Back up test: … (0.3 s)".
back_up_took() {
  sed -n 's/.*Back up test: .*(\([0-9.]*\) s)$/\1/p' "$work/last.log" | tail -1
}

for ((round = 0; round <= rounds; round++)); do
  [[ $round != 1 ]] || rm -f "$work"/figures-*
  renew target migrated empty
  seconds migrate migrate_by_maven
  renew target test empty
  seconds promote promote_by_maven
  figure promote-but-backup "$(awk -v all="$(tail -1 "$work/figures-promote")" -v backup="$(back_up_took)" 'BEGIN { print all - backup }')"
  renew target migrated empty
  flyway_in_process migrate-core "$(url target migrated)"
  renew target test empty
  in_process "$dir" test promote-core
done

echo
echo "250 scripts into an empty database"
show migrate "mvn flyway:migrate (13.0.0), whole process"
show promote "mvn sync:promote, whole process with its backup"
show promote-but-backup "mvn sync:promote, whole process but its backup"
ratio promote-but-backup migrate 1.25
show migrate-core-total "Flyway's own migrate in a JVM of its own (Sync's version of Flyway)"
show promote-core-but-backup "promotion in a JVM of its own, but its backup"
show promote-core-compare "  of it: the plan"
show promote-core-migrate "  of it: the scripts"
show promote-core-verify "  of it: the verification"
ratio promote-core-but-backup migrate-core-total 1.25
