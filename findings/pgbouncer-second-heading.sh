#!/usr/bin/env bash
# PgBouncer 1.18.0 and a configuration with the heading [pgbouncer] twice, as when lines are appended to a distribution's file.
#
# Guess: later lines add to earlier ones, or the second heading is an error, as in other .ini readers.
# True: the second heading takes all settings of the first back to their defaults, silently: PgBouncer starts, and listens on no TCP port.
# Source: pgbouncer.ini documents sections and %include, and says nothing of a section that comes twice.
. "$(dirname "$0")/tools/beside.sh"
unpack pgbouncer=1.18.0-1+deb12u1
port="$(free_port)"
mkdir "$work/run"
echo '"a" "b"' >"$work/users"
[ "$(id -u)" != 0 ] || { chown 65534 "$work/run"; as='setpriv --reuid 65534 --clear-groups'; }
cat >"$work/once.ini" <<C
[databases]
a = host=127.0.0.1 port=1
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $port
unix_socket_dir = $work/run
auth_file = $work/users
C
{ cat "$work/once.ini"; printf '[pgbouncer]\npool_mode = transaction\n'; } >"$work/twice.ini"
logged() { timeout 2 ${as:-} "$root/usr/sbin/pgbouncer" "$1" 2>&1 || true; }
seen 'one heading: it listens' "$(logged "$work/once.ini")" "listening on 127.0.0.1:$port"
twice="$(logged "$work/twice.ini")"
seen 'two headings: its socket is at the default place' "$twice" 'listening on unix:/tmp/.s.PGSQL.6432'
seen 'two headings: no TCP port any more' "$(grep -c '127.0.0.1' <<<"$twice" || true)" '^0$'
