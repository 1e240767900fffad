#!/usr/bin/env bash
# Varnish 7.1.1 and chunked answers with trailers.
#
# Guess: a cache that has no use for trailer fields drops them and passes the answer on: a recipient that does not know a trailer
#   ignores it, and a sender needs no permission for one that may be ignored.
# True: the answer counts as failed, although status, headers and body were complete when the trailer began. The client gets 503, or, where
#   Varnish streams and had sent the headers already, a 200 that is cut off before its last chunk.
# Source: RFC 9110, section 6.5 (trailer fields); RFC 9112, section 7.1.2 (chunked trailer section).
. "$(dirname "$0")/tools/beside.sh"
unpack varnish=7.1.1-2+deb12u1
app="$(free_port)" front="$(free_port)"
origin "$app" 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n'
whole='sub vcl_backend_response { set beresp.do_stream = false; }'
printf 'vcl 4.1;\nbackend default { .host = "127.0.0.1"; .port = "%s"; }\n%s\n' "$app" "$whole" >"$work/default.vcl"
start "$root/usr/sbin/varnishd" -F -j none -n "$work/varnish" -a "127.0.0.1:$front" -s malloc,16m -f "$work/default.vcl"
listening "$front"
seen 'an answer with a trailer becomes 503 (not streamed, so that it is the same each time)' "$(say "$front" 'GET / HTTP/1.1\r\nHost: a.test\r\n\r\n')" '^HTTP/1.1 503 [A-Za-z ]+'
