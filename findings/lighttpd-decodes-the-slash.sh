#!/usr/bin/env bash
# lighttpd 1.4.69 (mod_proxy) and an encoded slash.
#
# Guess: a proxy passes path and query on as they came, or at most decodes what never needed encoding; %2F is data, / is structure.
# True: with the defaults of the program %2F becomes / before the request is passed on, so that /file/a%2Fb asks for another resource.
# Source: RFC 3986, section 2.2 (encoding a reserved character changes the meaning); lighttpd's option server.http-parseopts,
#   "url-path-2f-decode", is on.
. "$(dirname "$0")/tools/beside.sh"
unpack lighttpd=1.4.69-1
app="$(free_port)" front="$(free_port)"
origin "$app"
cat >"$work/lighttpd.conf" <<C
server.document-root = "$work"
server.bind = "127.0.0.1"
server.port = $front
server.modules = ( "mod_proxy" )
proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => $app ) ) )
C
start "$root/usr/sbin/lighttpd" -D -m "$root/usr/lib/lighttpd" -f "$work/lighttpd.conf"
listening "$front"
say "$front" 'GET /file/a%2Fb?at=a%2Fb HTTP/1.1\r\nHost: a.test\r\nX-Empty:\r\n\r\n' >/dev/null
seen 'the slash of the path is decoded, that of the query is kept' "$(cat "$work/requests")" 'GET /file/a/b\?at=a%2Fb'
