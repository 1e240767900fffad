#!/usr/bin/env bash
# Apache httpd 2.4.71 and lighttpd 1.4.69 as proxies, a Range request, and an application that knows no ranges.
#
# Guess: an application that ignores Range answers 200 with everything, and a proxy without a cache passes that on.
# True: both proxies cut the 200 into a 206, for an answer that never said Accept-Ranges and is not stored anywhere. The application has
#   sent, and logged, the whole. nginx, bare, passes 200 on.
# Source: RFC 9110, section 14.2 (a server MAY ignore Range; the origin server supports it or not).
. "$(dirname "$0")/tools/beside.sh"
unpack apache2-bin=2.4.71-1~deb12u1 lighttpd=1.4.69-1
app="$(free_port)" httpd="$(free_port)" light="$(free_port)"
origin "$app" 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789'
modules="$root/usr/lib/apache2/modules"
cat >"$work/httpd.conf" <<C
ServerRoot $work
PidFile $work/pid
ErrorLog $work/error.log
ServerName a.test
Listen 127.0.0.1:$httpd
User nobody
Group nogroup
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule proxy_module $modules/mod_proxy.so
LoadModule proxy_http_module $modules/mod_proxy_http.so
ProxyPass "/" "http://127.0.0.1:$app/"
C
cat >"$work/lighttpd.conf" <<C
server.document-root = "$work"
server.bind = "127.0.0.1"
server.port = $light
server.modules = ( "mod_proxy" )
proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => $app ) ) )
C
start "$root/usr/sbin/apache2" -DFOREGROUND -f "$work/httpd.conf"
start "$root/usr/sbin/lighttpd" -D -m "$root/usr/lib/lighttpd" -f "$work/lighttpd.conf"
listening "$httpd"
listening "$light"
request='GET / HTTP/1.1\r\nHost: a.test\r\nRange: bytes=2-4\r\n\r\n'
seen 'httpd' "$(say "$httpd" "$request")" '^HTTP/1.1 206 Partial Content.*Content-Range: bytes 2-4/10.*234$'
seen 'lighttpd' "$(say "$light" "$request")" '^HTTP/1.1 206 Partial Content.*234$'
