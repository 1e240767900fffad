#!/usr/bin/env bash
# Next.js 16.4.6 (`next start`, an application of one page) and OPTIONS.
#
# Guess: OPTIONS of a static file or of a page is answered 204 or 405 with Allow, as other servers of files do.
# True: a page is 405 with Allow, a file is 500 Internal Server Error. A scanner therefore raises an alarm on the share of 5xx.
# Source: RFC 9110, section 9.3.7 (OPTIONS), section 15.5.6 (405, with Allow).
. "$(dirname "$0")/tools/beside.sh"
npm_packages next@16.4.6 react@19.3.1 react-dom@19.3.1
cd "$work"
npm pkg set type=module >/dev/null
mkdir app
echo 'export default ({ children }) => <html lang="en"><body>{children}</body></html>' >app/layout.js
echo 'export default () => <p>hello</p>' >app/page.js
NEXT_TELEMETRY_DISABLED=1 npx next build >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }
port="$(free_port)"
start node node_modules/next/dist/bin/next start --hostname 127.0.0.1 --port "$port"
listening "$port"
file="$(find .next/static -name '*.js' -printf '/_next/static/%P\n' | head -n 1)"
answer() { say "$port" "$1 $2 HTTP/1.1\\r\\nHost: a.test\\r\\nConnection: close\\r\\n\\r\\n"; }
seen 'GET of the file' "$(answer GET "$file")" '^HTTP/1.1 200 OK'
seen 'OPTIONS of the file' "$(answer OPTIONS "$file")" '^HTTP/1.1 500 Internal Server Error'
seen 'OPTIONS of the page' "$(answer OPTIONS /)" '^HTTP/1.1 405 Method Not Allowed'
