#!/usr/bin/env bash
# Squid 5.7 and a GET that has a body.
#
# Guess: a body of GET has no meaning but is allowed; a proxy passes it on, drops it, or answers 400.
# True: 411 Length Required, though the request states its length. Client libraries that see 411 add a Content-Length and fail again.
# Source: RFC 9110, section 15.5.12 (411: for a request without Content-Length); squid.conf, request_entities (off).
. "$(dirname "$0")/tools/beside.sh"
unpack squid=5.7-2+deb12u6 squid-common=5.7-2+deb12u6
app="$(free_port)" front="$(free_port)"
origin "$app"
mkdir "$work/squid"
[ "$(id -u)" != 0 ] || chown 65534:65534 "$work/squid"
cat >"$work/squid.conf" <<C
cache_effective_user nobody
http_port 127.0.0.1:$front accel defaultsite=a.test
cache_peer 127.0.0.1 parent $app 0 no-query no-digest originserver
http_access allow all
pid_filename none
access_log none
cache_log $work/squid/cache.log
coredump_dir $work/squid
mime_table $root/usr/share/squid/mime.conf
icon_directory $root/usr/share/squid/icons
error_directory $root/usr/share/squid/errors/templates
unlinkd_program $root/usr/lib/squid/unlinkd
pinger_enable off
shutdown_lifetime 0 seconds
visible_hostname squid.test
C
start "$root/usr/sbin/squid" -N -f "$work/squid.conf"
listening "$front"
seen 'a stated length is required' "$(say "$front" 'GET / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n\r\nab')" '^HTTP/1.1 411 Length Required'
