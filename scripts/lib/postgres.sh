#!/usr/bin/env bash
# A PostgreSQL server of its own in a folder, for tests and for scripts/dev. It listens on a socket in the folder and on no port.
#   postgres.sh find                   the folder of its programs; ends with 3 and a reason where PostgreSQL is not installed
#   postgres.sh start FOLDER OWNER [DATABASE]    makes a server in an empty folder; it ends, and the folder goes, with the process OWNER
#                                      CHAINTIPS_PG_DURABLE=1: every commit is flushed to the disk, as it is where money counts
#   postgres.sh stop FOLDER            ends it now
# Its address is postgres://postgres@localhost/DATABASE?Host=FOLDER; psql reaches it by -h FOLDER -U postgres
set -euo pipefail

find_programs() {
    local candidate found=
    for candidate in "$(dirname "$(command -v initdb || echo /none/none)")" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin; do
        [[ -x "$candidate/initdb" && -x "$candidate/pg_ctl" ]] && found=$candidate
    done
    [[ -n "$found" ]] || { echo "PostgreSQL is not installed (no initdb was found). Install the package postgresql, or name a server in CHAINTIPS_TEST_PG." >&2; exit 3; }
    echo "$found"
}

# The server refuses to run as root: then it runs as the user that its package made.
as_server() { if ((EUID == 0)); then (cd / && runuser -u postgres -- "$@"); else (cd / && "$@"); fi; }

start() {
    local folder=$1 owner=$2 database=$3 fsync=off
    [[ -z "${CHAINTIPS_PG_DURABLE:-}" ]] || fsync=on
    ((EUID != 0)) || chown postgres "$folder"
    as_server "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$folder/initdb.log" 2>&1 ||
        { cat "$folder/initdb.log" >&2; exit 1; }
    # Who may enter the folder may use the server. Without fsync by default: tests kill processes and never the machine, so the page cache stays.
    chmod 700 "$folder"
    as_server "$programs/pg_ctl" start -D "$folder/data" -s -w -l "$folder/server.log" \
        -o "-k '$folder' -c listen_addresses= -c fsync=$fsync -c max_connections=200" </dev/null ||
        { cat "$folder/server.log" >&2; exit 1; }
    [[ -z "$database" ]] || as_server "$programs/createdb" -h "$folder" -U postgres "$database"
    ( while kill -0 "$owner" 2>/dev/null; do sleep 2; done; stop "$folder"; rm -rf "$folder" ) </dev/null >/dev/null 2>&1 &
}

stop() { [[ ! -f "$1/data/postmaster.pid" ]] || as_server "$programs/pg_ctl" stop -D "$1/data" -s -w -m fast; }

programs=$(find_programs)
case "${1:-}" in
    find) echo "$programs" ;;
    start) start "${2:?a folder}" "${3:?the process that owns it}" "${4:-}" ;;
    stop) stop "${2:?a folder}" ;;
    *) echo "usage: ${0##*/} find | start FOLDER OWNER [DATABASE] | stop FOLDER" >&2; exit 2 ;;
esac
