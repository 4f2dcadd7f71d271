# What the benchmarks share: servers of their own, stopwatches, medians. Sourced by run.

rounds=${BENCH_ROUNDS:-7}
heap=${BENCH_HEAP:-64m}
pg_bin=${BENCH_PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}
read -r -a mvn_options <<<"-B ${BENCH_MVN_OPTIONS:-}"
mvn=(mvn -q "${mvn_options[@]}")
work=$(mktemp -d "${TMPDIR:-/var/tmp}/sync-bench.XXXXXX")
chmod 755 "$work"
declare -A port
declare -a running=()

# Runs a server's program as somebody whom PostgreSQL accepts: not as root.
as_server() {
  if [[ $(id -u) == 0 ]]; then
    (cd / && su postgres -s /bin/bash -c "$(printf '%q ' "$@")")
  else
    "$@"
  fi
}

# start_server NAME: a new cluster with default settings on a free port of the loopback.
start_server() {
  local data="$work/$1/data" options
  mkdir "$work/$1"
  [[ $(id -u) != 0 ]] || chown postgres "$work/$1"
  as_server "$pg_bin/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$work/$1-initdb.log"
  port[$1]=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  options="-p ${port[$1]} -c listen_addresses=127.0.0.1 -k $work/$1"
  as_server "$pg_bin/pg_ctl" -w -s -D "$data" -l "$work/$1/log" -o "$options" start
  running+=("$1")
}

stop_servers() {
  local name
  for name in "${running[@]}"; do
    as_server "$pg_bin/pg_ctl" -s -D "$work/$name/data" -m immediate stop
  done
  rm -rf "$work"
}
trap stop_servers EXIT

# sql SERVER DATABASE [psql's options …]
sql() {
  "$pg_bin/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "${port[$1]}" -U postgres -d "$2" "${@:3}"
}

url() {
  echo "jdbc:postgresql://127.0.0.1:${port[$1]}/$2"
}

# renew SERVER DATABASE TEMPLATE: the database as its template is, and on the disk.
renew() {
  sql "$1" postgres -c "SET client_min_messages = warning" -c "DROP DATABASE IF EXISTS $2" -c "CREATE DATABASE $2 TEMPLATE $3" -c CHECKPOINT
}

# seconds NAME COMMAND …: appends the wall clock's seconds of the command to the figures of that name.
seconds() {
  local name=$1 from to
  from=$(date +%s%N)
  "${@:2}" >"$work/last.log" 2>&1 || { cat "$work/last.log" >&2; echo "failed: ${*:2}" >&2; exit 1; }
  to=$(date +%s%N)
  figure "$name" "$(awk -v ns=$((to - from)) 'BEGIN { printf "%.3f", ns / 1e9 }')"
}

# figure NAME SECONDS
figure() {
  echo "$2" >>"$work/figures-$1"
}

median() {
  sort -n "$work/figures-$1" | awk '{ v[NR] = $1 } END { printf "%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# show NAME WHAT: median, least and most.
show() {
  printf '  %-62s %6s s   (%s to %s)\n' "$2" "$(median "$1")" \
    "$(sort -n "$work/figures-$1" | head -1)" "$(sort -n "$work/figures-$1" | tail -1)"
}

# ratio NAME OF LIMIT
ratio() {
  awk -v a="$(median "$1")" -v b="$(median "$2")" -v limit="$3" \
    'BEGIN { printf "  ratio %.2f, allowed %.2f: %s\n", a / b, limit, (a / b <= limit ? "holds" : "DOES NOT HOLD") }'
}

machine() {
  echo "$(nproc) x $(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo), $(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo), $(uname -s) $(uname -r)"
  echo "$("$pg_bin/postgres" --version), $(java -version 2>&1 | head -1), $(mvn -B --version | sed -n 1p)"
  echo "load before: $(cut -d' ' -f1-3 /proc/loadavg); $rounds rounds, medians"
}

# project DIRECTORY: a Maven project with Sync and Flyway's own plugin.
project() {
  mkdir -p "$1/src/main/resources/db/migration"
  cp "$here/project/pom.xml" "$1/pom.xml"
}

# Maven as users run it, with its log.
mvn_loud() {
  mvn "${mvn_options[@]}" "$@"
}

# flyway_in_process PREFIX URL: Flyway's own migrate of the project in $dir in a JVM of its own.
flyway_in_process() {
  java "-Xmx$heap" -cp "$work/classes:$class_path" Migrate "$dir" "$2" >"$work/migrate.txt" 2>"$work/migrate.log" \
    || { cat "$work/migrate.log" >&2; exit 1; }
  figure "$1-total" "$(sed -n 's/^total //p' "$work/migrate.txt")"
}

# in_process DIRECTORY TO PREFIX: a promotion in a JVM of its own; its figures by that prefix.
in_process() {
  java "-Xmx$heap" -cp "$work/classes:$class_path" Promotion "$1" "$2" >"$work/promotion.txt" 2>"$work/promotion.log" \
    || { cat "$work/promotion.txt" "$work/promotion.log" >&2; exit 1; }
  while read -r name value; do
    figure "$3-$name" "$value"
  done <"$work/promotion.txt"
}

# Compiles what runs in-process, against the project's own classes.
compile() {
  [[ -d $here/../sync-core/target/classes ]] || { echo "compile Sync first: mvn -q test-compile" >&2; exit 1; }
  (cd "$here/.." && "${mvn[@]}" -pl sync-core dependency:build-classpath -Dmdep.includeScope=runtime \
    -Dmdep.outputFile="$work/classpath") >"$work/classpath.log" 2>&1 || { cat "$work/classpath.log" >&2; exit 1; }
  # A copy: nobody is to compile anew what is being measured.
  cp -r "$here/../sync-core/target/classes" "$work/classes"
  class_path=$(cat "$work/classpath")
  javac -d "$work/classes" -cp "$work/classes:$class_path" "$here"/*.java
}
