# The merge of a lookup table of a million rows, of which one in a hundred differs, against psql's COPY of that table
# into an empty one with the same indexes.

rows=${BENCH_ROWS:-1000000}

start_server source
start_server target
compile
dir=$work/lookup
project "$dir"
cp "$here/sql/product.sql" "$dir/src/main/resources/db/migration/V1__product.sql"
cat >"$dir/sync.yaml" <<YAML
chain: [dev, test, prod]
environments:
  dev:  { url: "$(url source dev)", user: postgres }
  test: { url: "$(url target test)", user: postgres }
  prod: { url: "$(url target prod)", user: postgres }
flyway: { locations: ["filesystem:src/main/resources/db/migration"] }
lookups: [product]
backup: { directory: .sync/backups, scope: schema }
YAML
for side in source target; do
  sql $side postgres -c "CREATE DATABASE before"
  (cd "$dir" && "${mvn[@]}" flyway:migrate -Dflyway.url="$(url $side before)") >"$work/migrate.log" 2>&1 \
    || { cat "$work/migrate.log" >&2; exit 1; }
  sql $side before -v rows="$rows" -f "$here/sql/product-rows.sql"
  sql $side before -c "VACUUM ANALYZE"
done
sql source postgres -c "CREATE DATABASE dev TEMPLATE before"
sql source dev -v rows="$rows" -f "$here/sql/product-changes.sql"
sql source dev -c "VACUUM ANALYZE"
sql target postgres -c "CREATE DATABASE empty"
sql target empty -f "$here/sql/product.sql"

psql_copies() {
  sql source dev -c "COPY product TO STDOUT" | sql target copied -c "COPY product FROM STDIN"
}
promote_by_maven() {
  (cd "$dir" && MAVEN_OPTS="-Xmx$heap" mvn_loud sync:promote -Dto=test -Dsync.confirm=yes)
}

for ((round = 0; round <= rounds; round++)); do
  # The first round warms up.
  [[ $round != 1 ]] || rm -f "$work"/figures-*
  renew target copied empty
  seconds copy psql_copies
  renew target test before
  in_process "$dir" test merge
  renew target test before
  seconds whole promote_by_maven
done

difference() { sql "$1" "$2" -At -c "SELECT md5(string_agg(md5(p::text), '' ORDER BY id)) FROM product p"; }
[[ $(difference source dev) == "$(difference target test)" ]] || { echo "the tables differ" >&2; exit 1; }

echo
echo "Lookup table of $rows rows, 1 % changed; Sync in a heap of $heap"
show copy "psql COPY | psql COPY into an empty table"
show merge-but-backup "promotion in a JVM of its own, but its backup"
show merge-compare "  of it: the plan"
show merge-merge "  of it: the merge"
show merge-verify "  of it: the verification"
ratio merge-but-backup copy 2.5
show whole "mvn sync:promote, whole process with its backup"
