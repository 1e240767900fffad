#!/usr/bin/env bash
# Chromium 156 that proves an address while a form is filled in (Email Verification Protocol), on a page with `Connection-Allowlist`.
#
# Guess: the browser's own requests (the TXT record over https, the issuer's documents) are none of the page's, so neither the page's
#   allowlist nor the `Cross-Origin-Resource-Policy` of the answers concerns them.
# True: `(response-origin)` stops the first of them, and `Cross-Origin-Resource-Policy: same-origin` on the answer with the TXT record ends
#   the way after it. The form is then sent with an empty field, and neither page nor log is told. With the resolver's and the issuer's
#   patterns on the list, the issuer is asked.
# Source: WICG drafts of Email Verification and of Connection Allowlists, which do not mention each other.
. "$(dirname "$0")/tools/beside.sh"
unpack chromium=156.0.8078.114-1~deb12u1 chromium-common=156.0.8078.114-1~deb12u1 openssl
npm_packages playwright-core@1.65.1
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.pem" -out "$work/cert.pem" -days 2 -subj /CN=page.test \
  -addext subjectAltName=DNS:page.test,DNS:issuer.test,DNS:dns.test 2>/dev/null
cat >"$work/probe.mjs" <<'J'
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { chromium } from 'playwright-core'
const [cert, key] = [readFileSync('cert.pem'), readFileSync('key.pem')]
const spki = createHash('sha256').update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })).digest('base64')
const OPEN = '(response-origin "https://dns.test/*" "https://issuer.test/*")'
const CASES = { plain: [], closed: ['(response-origin)'], opened: [OPEN], corp: [undefined, 'same-origin'] }
let list, corp, asked
const page = '<!doctype html><link rel=icon href=data:,><form><input id=a type=email name=e autocomplete=email><input type=hidden name=t autocomplete=email-verification-token nonce=n1><input id=b></form>'
const ANSWERS = {
  'page.test/': [page, 'text/html'],
  'dns.test/resolve': ['{"Status":0,"Answer":[{"type":16,"data":"iss=issuer.test"}]}', 'application/json'],
}
const server = createServer({ cert, key }, (request, response) => {
  const where = request.headers.host + request.url.split('?')[0]
  asked.push(where)
  const [body, type] = ANSWERS[where] ?? ['{}', 'application/json']
  response.setHeader('content-type', type)
  if (where === 'page.test/' && list) response.setHeader('connection-allowlist', list)
  if (where === 'dns.test/resolve' && corp) response.setHeader('cross-origin-resource-policy', corp)
  response.end(body)
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', `--host-resolver-rules=MAP *.test:443 127.0.0.1:${server.address().port}`,
    `--ignore-certificate-errors-spki-list=${spki}`, '--enable-features=EmailVerificationProtocol',
    '--auto-grant-email-verification-permission-for-testing', '--dns-txt-resolver-url-prefix=https://dns.test/resolve?type=txt&name='],
})
for (const [name, [header, policy]] of Object.entries(CASES)) {
  ;[list, corp, asked] = [header, policy, []]
  const context = await browser.newContext()
  const tab = await context.newPage()
  await tab.goto('https://page.test/')
  await tab.locator('#a').pressSequentially('jean@mail.test')
  await tab.locator('#b').focus()
  await tab.waitForTimeout(3000)
  const dns = asked.includes('dns.test/resolve')
  console.log(name, dns ? 'record' : 'nothing', asked.some((each) => each.startsWith('issuer.test')) ? 'issuer' : 'end')
  await context.close()
}
await browser.close()
server.close()
J
said="$(cd "$work" && HOME="$work" timeout 100 node probe.mjs "$root/usr/lib/chromium/chromium")"
echo "$said"
seen 'without either header the issuer is asked' "$said" 'plain record issuer'
seen 'the list stops the first request' "$said" 'closed nothing end'
seen 'with both hosts on it the issuer is asked' "$said" 'opened record issuer'
seen 'the policy of the record ends the way' "$said" 'corp record end'
