#!/usr/bin/env bash
# Chromium 153 and a page with `Connection-Allowlist: (response-origin)` whose links are answered with a redirect to the page's own origin.
#
# Guess: the page's own origin is on the list, so a redirect within it is followed; only one to another origin is refused.
# True: no redirect is followed, of a link, a form or a fetch, not even from one path to the next: the first request is sent, and the answer
#   ends on an error page. The parameter `redirects=allow`, a token, follows them all, to other origins too; as a string it is
#   ignored. A direct link to another origin stays refused either way.
# Source: WICG, Connection Allowlists (a request that was redirected is refused unless the list says otherwise).
. "$(dirname "$0")/tools/beside.sh"
npm_packages @sparticuz/chromium@153.0.0 playwright-core@1.65.1
cat >"$work/probe.mjs" <<'J'
import { createServer } from 'node:http'
process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x'
const { default: packed } = await import('@sparticuz/chromium')
const { chromium } = await import('playwright-core')
const program = await packed.executablePath()
const LISTS = ['(response-origin)', '(response-origin);redirects=allow', '(response-origin);redirects="allow"']
let list
const server = createServer((request, response) => {
  const elsewhere = `http://localhost:${server.address().port}/end`
  if (request.url === '/own') return response.writeHead(303, { location: '/end' }).end()
  if (request.url === '/out') return response.writeHead(303, { location: elsewhere }).end()
  const headers = { 'content-type': 'text/html', ...(request.url === '/start' && { 'connection-allowlist': list }) }
  response.writeHead(200, headers).end(`<!doctype html><link rel=icon href=data:,>
    <a id=plain href=/end>1</a><a id=own href=/own>2</a><a id=out href=/out>3</a><a id=direct href=${elsewhere}>4</a>
    <form method=post action=/own><button id=form>5</button></form>`)
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const start = `http://127.0.0.1:${server.address().port}/start`
const env = { ...process.env, LD_LIBRARY_PATH: `${process.env.TMPDIR}/al2023/lib` }
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--headless=shell']
const browser = await chromium.launch({ executablePath: program, env, args })
console.log('version', browser.version())
for (list of LISTS)
  for (const id of ['plain', 'own', 'out', 'direct', 'form']) {
    const page = await browser.newPage()
    await page.goto(start)
    await page.locator(`#${id}`).evaluate((element) => element.click())
    const arrived = await page.waitForURL((url) => url.pathname !== '/start').catch(String)
    const isRefused = /net::ERR/.test(arrived) || page.url().startsWith('chrome-error:')
    console.log(list, id, isRefused ? 'refused' : 'followed')
    await page.close()
  }
await browser.close()
server.close()
J
export TMPDIR="$work/unpacked"
mkdir "$TMPDIR"
said="$(cd "$work" && timeout 100 node probe.mjs)"
echo "$said"
seen 'the version' "$said" 'version 153.'
seen 'a link within the origin' "$said" '.response-origin. plain followed'
seen 'its own redirect' "$said" '.response-origin. own refused'
seen 'that of a form' "$said" '.response-origin. form refused'
seen 'all, where the list says so' "$said" '.response-origin.;redirects=allow own followed'
seen 'to another origin, too' "$said" '.response-origin.;redirects=allow out followed'
seen 'but no direct link there' "$said" '.response-origin.;redirects=allow direct refused'
seen 'a string is no token' "$said" '.response-origin.;redirects="allow" own refused'
