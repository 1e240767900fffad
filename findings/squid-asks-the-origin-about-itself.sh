#!/usr/bin/env bash
# Squid 5.7 as an accelerator, in the shortest documented configuration.
#
# Guess: an accelerator sends the origin server what visitors ask for, and nothing else; `originserver` says that the peer is no cache.
# True: it also asks the origin for a digest of Squid's own cache, at an address of Squid's (/squid-internal-periodic/store_digest), in the
#   name of the visitor "::". And each visitor's request gets a Cache-Control that the visitor did not send.
# Source: squid.conf, cache_peer: `originserver` and `no-digest` are separate options.
. "$(dirname "$0")/tools/beside.sh"
unpack squid=5.7-2+deb12u6 squid-common=5.7-2+deb12u6
app="$(free_port)" front="$(free_port)"
origin "$app"
mkdir "$work/squid"
[ "$(id -u)" != 0 ] || chown 65534:65534 "$work/squid"
cat >"$work/squid.conf" <<C
cache_effective_user nobody
http_port 127.0.0.1:$front accel defaultsite=a.test
cache_peer 127.0.0.1 parent $app 0 no-query originserver
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
say "$front" 'GET /page HTTP/1.1\r\nHost: a.test\r\n\r\n' >/dev/null
requests="$(cat "$work/requests")"
seen 'nobody asked for this address' "$requests" 'GET /squid-internal-periodic/store_digest HTTP/1.1.*X-Forwarded-For: ::'
seen 'the visitor sent no Cache-Control' "$(grep 'GET /page' "$work/requests")" 'Cache-Control: max-age=259200'
