#!/usr/bin/env bash
# h2o 2.2.5 as a reverse proxy, and a request in absolute form.
#
# Guess: `GET http://a.test/page` and `GET /page` with `Host: a.test` are one request to a server; every server has had to take both
#   since HTTP/1.1 began.
# True: the whole address becomes the path: the application behind gets `/http://a.test/page`.
# Source: RFC 9112, section 3.2.2 (a server MUST accept the absolute-form).
. "$(dirname "$0")/tools/beside.sh"
unpack h2o=2.2.5+dfsg2-7
app="$(free_port)" front="$(free_port)"
origin "$app"
cat >"$work/h2o.conf" <<C
user: nobody
hosts:
  default:
    listen: { host: 127.0.0.1, port: $front }
    paths:
      /:
        proxy.reverse.url: http://127.0.0.1:$app/
C
[ "$(id -u)" = 0 ] || sed -i '/^user/d' "$work/h2o.conf"
start "$root/usr/bin/h2o" -c "$work/h2o.conf"
listening "$front"
say "$front" 'GET http://a.test/page HTTP/1.1\r\nHost: a.test\r\n\r\n' >/dev/null
say "$front" 'OPTIONS * HTTP/1.1\r\nHost: a.test\r\n\r\n' >/dev/null
seen 'the address is the path' "$(head -n 1 "$work/requests")" '^GET /http://a.test/page HTTP/1.1'
seen 'the asterisk is a path, too' "$(tail -n 1 "$work/requests")" '^OPTIONS / HTTP/1.1'
