#!/usr/bin/env bash
# A private PostgreSQL for the length of a command:
#   scripts/postgres.sh fast|durable COMMAND …
# or, sourced, for the length of a script: postgres_start fast|durable … postgres_stop.
#
# `durable` keeps the server's defaults (fsync, synchronous_commit), for measuring; `fast` does
# without, for tests. The cluster lives in a temporary folder, listens on a free loopback port and a
# socket in that folder, and runs as `postgres` (or `nobody`) when the caller is root, which
# PostgreSQL refuses to be. The command finds it in HUIFANG_TEST_POSTGRES.

postgres_folder=
postgres_bin=

# Runs a program of PostgreSQL as somebody who may run it.
postgres_as() {
  if [ "$(id -u)" -ne 0 ]; then
    "$@"
  elif id postgres >/dev/null 2>&1; then
    runuser -u postgres -- "$@"
  else
    runuser -u nobody -- "$@"
  fi
}

# The newest server that is installed; Debian keeps its programs out of PATH.
postgres_find() {
  postgres_bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort --version-sort | tail -n 1)
  if [ -z "$postgres_bin" ] && command -v initdb >/dev/null; then
    postgres_bin=$(dirname "$(readlink -f "$(command -v initdb)")")
  fi
  if [ ! -x "$postgres_bin/initdb" ]; then
    echo "PostgreSQL is missing: install the server (Debian's package postgresql)." >&2
    return 1
  fi
}

# Whether nothing listens on a loopback port.
postgres_port_is_free() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

postgres_start() {
  local durability=$1 options port
  postgres_find || return 1
  postgres_folder=$(mktemp -d -t huifang-postgres.XXXXXX)
  [ "$(id -u)" -ne 0 ] || chown "$(postgres_as id -u)" "$postgres_folder"
  if ! (cd / && postgres_as "$postgres_bin/initdb" --pgdata="$postgres_folder/data" \
    --username=huifang --auth=trust --encoding=UTF8 --locale=C --no-sync) \
    >"$postgres_folder.log" 2>&1; then
    cat "$postgres_folder.log" >&2
    return 1
  fi
  options="-c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_folder"
  options+=" -c max_connections=200"
  if [ "$durability" = fast ]; then
    options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  fi
  # Another program may take the port between the look and the start: then the next one is tried.
  for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    postgres_port_is_free "$port" || continue
    if (cd / && postgres_as "$postgres_bin/pg_ctl" start --silent --wait \
      --pgdata="$postgres_folder/data" --log="$postgres_folder/server.log" \
      --options="$options -c port=$port"); then
      export HUIFANG_TEST_POSTGRES="postgres://huifang@127.0.0.1:$port/postgres"
      return 0
    fi
  done
  cat "$postgres_folder/server.log" >&2
  return 1
}

# Stops this cluster, known by its own folder and process id, and removes its folder.
postgres_stop() {
  [ -n "$postgres_folder" ] || return 0
  if [ -e "$postgres_folder/data/postmaster.pid" ]; then
    (cd / && postgres_as "$postgres_bin/pg_ctl" stop --silent --wait --mode=immediate \
      --pgdata="$postgres_folder/data")
  fi
  rm -rf "$postgres_folder" "$postgres_folder.log"
  postgres_folder=
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  case ${1:-} in fast | durable) ;; *)
    echo "usage: scripts/postgres.sh fast|durable COMMAND …" >&2
    exit 2
    ;;
  esac
  trap postgres_stop EXIT
  trap 'exit 130' INT TERM
  postgres_start "$1"
  shift
  "$@"
fi
