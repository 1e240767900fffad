#!/usr/bin/env bash
# Chromium 156 and a prerendered page that asks its server something as soon as it is shown.
#
# Guess: when the person opens the page, `visibilitychange` is the sign, and what the page requests from then on is an ordinary request.
# True: `visibilitychange` comes first, while document.prerendering is still true, and a request made there still carries
#   `Sec-Purpose: prefetch;prerender`: a server that refuses what is loaded ahead refuses the person. Requests are
#   ordinary only from `prerenderingchange` on. A prerender by a page's own rules, of its own site, says `Sec-Fetch-Site: none`, as if typed.
# Source: HTML, "prerendering and activation"; Fetch Metadata (none: by the person, such as the address bar).
. "$(dirname "$0")/tools/beside.sh"
unpack chromium=156.0.8078.108-1~deb12u1 chromium-common=156.0.8078.108-1~deb12u1
port="$(free_port)"
cat >"$work/server.mjs" <<'J'
import { createServer } from 'node:http'
const first = `<!doctype html><script type="speculationrules">
{"prerender":[{"urls":["/second"],"eagerness":"immediate"}]}</script>
<script>setTimeout(() => { location.href = '/second' }, 4000)</script>`
const second = `<!doctype html><script>for (const name of ['visibilitychange', 'prerenderingchange'])
document.addEventListener(name, () => fetch('/' + name + '/prerendering-' + document.prerendering))</script>`
createServer((request, response) => {
  const { 'sec-purpose': purpose = 'none', 'sec-fetch-site': site } = request.headers
  console.log(request.url, 'purpose', purpose, 'site', site)
  response.setHeader('content-type', 'text/html')
  response.end({ '/first': first, '/second': second }[request.url] ?? '')
}).listen(Number(process.argv[2]), '127.0.0.1')
J
node "$work/server.mjs" "$port" >"$work/requests" &
pids+=($!)
listening "$port"
HOME="$work" timeout 30 "$root/usr/lib/chromium/chromium" --headless=new --no-sandbox --disable-gpu --no-first-run \
  --user-data-dir="$work/profile" "http://127.0.0.1:$port/first" >"$work/log" 2>&1 &
pids+=($!)
for _ in $(seq 250); do grep -q prerenderingchange "$work/requests" && break || sleep 0.1; done
requests="$(cat "$work/requests")"
seen 'the page loaded ahead looks typed' "$requests" '/second purpose prefetch;prerender site none'
seen 'visible, and still prerendering' "$requests" '/visibilitychange/prerendering-true purpose prefetch;prerender'
seen 'then an ordinary request' "$requests" '/prerenderingchange/prerendering-false purpose none'
