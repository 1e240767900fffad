#!/usr/bin/env bash
# Varnish 7.1.1 and a server that sends 103 before its answer.
#
# Guess: a proxy forwards interim answers, and one that does not know 103 skips it and waits for the final answer, as HTTP has told
#   every client to do since 1.1.
# True: the interim answer counts as a failed one: 503, and the 200 that follows is thrown away.
# Source: RFC 9110, section 15.2 (a proxy forwards 1xx; a client can parse several before the final one); RFC 8297 (103).
. "$(dirname "$0")/tools/beside.sh"
unpack varnish=7.1.1-2+deb12u1
app="$(free_port)" front="$(free_port)"
origin "$app" 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
printf 'vcl 4.1;\nbackend default { .host = "127.0.0.1"; .port = "%s"; }\nsub vcl_recv { return (pass); }\n' "$app" >"$work/default.vcl"
start "$root/usr/sbin/varnishd" -F -j none -n "$work/varnish" -a "127.0.0.1:$front" -s malloc,16m -f "$work/default.vcl"
listening "$front"
seen '103 before 200 becomes 503' "$(say "$front" 'GET / HTTP/1.1\r\nHost: a.test\r\n\r\n')" '^HTTP/1.1 503 [A-Za-z ]+'
