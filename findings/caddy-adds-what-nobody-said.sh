#!/usr/bin/env bash
# Caddy 2.6.2 (reverse_proxy, no other directive) and headers that neither side sent.
#
# Guess: without directives the request and the answer pass as they are, apart from the forwarding headers that are documented.
# True: three additions. An answer without Content-Type gets one, guessed from its first bytes; an answer with a Server header gets a
#   second one above it; a request with `Pragma: no-cache` alone gets `Cache-Control: no-cache`.
# Source: RFC 9110, section 8.3 (only who generates content should set its type), section 10.2.4 (Server is of the origin server). The
#   last one is Go's net/http, which reads Pragma as an old spelling.
. "$(dirname "$0")/tools/beside.sh"
unpack caddy=2.6.2-5
app="$(free_port)" front="$(free_port)"
origin "$app" 'HTTP/1.1 200 OK\r\nServer: origin\r\nContent-Length: 15\r\n\r\n<html>a</html>\n'
printf '{\n\tadmin off\n}\n:%s {\n\treverse_proxy 127.0.0.1:%s\n}\n' "$front" "$app" >"$work/Caddyfile"
HOME="$work" start "$root/usr/bin/caddy" run --adapter caddyfile --config "$work/Caddyfile"
listening "$front"
answer="$(say "$front" 'GET / HTTP/1.1\r\nHost: a.test\r\nPragma: no-cache\r\n\r\n')"
seen 'a type that the origin server did not state' "$answer" 'Content-Type: text/html; charset=utf-8'
seen 'two Server lines' "$answer" 'Server: Caddy\\r\\nServer: origin'
seen 'a directive that the client did not send' "$(cat "$work/requests")" 'Cache-Control: no-cache'
