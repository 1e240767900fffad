#!/usr/bin/env bash
# lighttpd 1.4.69 (mod_proxy) and a chunked answer with a trailer.
#
# Guess: a proxy that turns a chunked answer into one with Content-Length drops the trailer.
# True: the trailer is made a header of the answer, and its line ends with one carriage return too many. A strict client refuses the
#   whole answer for it.
# Source: RFC 9110, section 6.5.1 (fields may be merged only if known to be mergeable); RFC 9112, section 2.2 (a bare CR).
. "$(dirname "$0")/tools/beside.sh"
unpack lighttpd=1.4.69-1
app="$(free_port)" front="$(free_port)"
origin "$app" 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n'
cat >"$work/lighttpd.conf" <<C
server.document-root = "$work"
server.bind = "127.0.0.1"
server.port = $front
server.modules = ( "mod_proxy" )
proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => $app ) ) )
C
start "$root/usr/sbin/lighttpd" -D -m "$root/usr/lib/lighttpd" -f "$work/lighttpd.conf"
listening "$front"
answer="$(say "$front" 'GET / HTTP/1.1\r\nHost: a.test\r\n\r\n')"
seen 'the trailer stands among the headers, with a second CR' "$answer" 'X-Sum: 1\\r\\r\\n'
seen 'the body follows with a length' "$answer" 'Content-Length: 2'
refused="$(node -e "require('http').get('http://127.0.0.1:$front/',(r)=>console.log('taken',r.statusCode)).on('error',(e)=>console.log(e.code))")"
seen "Node.js's own client refuses it" "$refused" '^HPE_[A-Z_]+'
