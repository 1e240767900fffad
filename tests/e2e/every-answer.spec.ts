import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { BUILD } from '../support/app'
import { rawConnection } from '../support/raw-connection'
import { expect, test } from './fixtures'
import { openDashboard, post } from './steps'

/** Every kind of answer, by a request that gets it. */
const REQUESTS: [string, string, RequestInit?][] = [
  ['a page', '/login'],
  ['a page with a form of ours', '/register'],
  ['a page that is not there', '/nothing/here'],
  ['a page that leads elsewhere', '/dashboard'],
  ['a page that is posted to', '/login', { method: 'POST', body: 'x' }],
  ['a slash too many', '/login/'],
  ['the API', '/api/health'],
  ['a refusal of the API', '/api/auth/me'],
  ['an address of the API that is not there', '/api/nothing'],
  ['a method of the API that is not there', '/api/health', { method: 'DELETE' }],
  ['OPTIONS', '/login', { method: 'OPTIONS' }],
  [
    'a body of the wrong type',
    '/api/auth/login',
    { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } },
  ],
  ['a body that is too large', '/api/auth/login', { method: 'POST', body: 'x'.repeat(20_000) }],
  ['the API’s document', '/api/openapi.json'],
  ['a picture', '/icon.svg'],
  ['a file that is not there', '/_next/static/none.js'],
]

/** Addresses of the files that a page loads. */
async function filesOf(url: string): Promise<string[]> {
  const page = await (await fetch(`${url}/register`)).text()
  const found = [...page.matchAll(/"(\/_next\/static\/[^"\\]+)"/g)].map(([, file = '']) => file)
  expect(found.length).toBeGreaterThan(3)
  return [...new Set(found)]
}

const ask = (url: string, init?: RequestInit) => fetch(url, { redirect: 'manual', ...init })

// ASVS 3.4.4, 3.4.8, 3.5.8
test('every answer says what it is, and keeps to itself', async ({ app }) => {
  const files = (await filesOf(app.url)).map((file): (typeof REQUESTS)[number] => [file, file])
  for (const [name, address, init] of [...REQUESTS, ...files]) {
    const { headers } = await ask(app.url + address, init)
    expect([name, headers.get('x-content-type-options')]).toEqual([name, 'nosniff'])
    expect([name, headers.get('x-frame-options')]).toEqual([name, 'DENY'])
    expect([name, headers.get('cross-origin-opener-policy')]).toEqual([name, 'same-origin'])
    expect([name, headers.get('cross-origin-resource-policy')]).toEqual([name, 'same-origin'])
    expect([name, headers.get('referrer-policy')]).toEqual([
      name,
      expect.stringMatching(/^(no-referrer|strict-origin-when-cross-origin)$/),
    ])
  }
})

// ASVS 3.4.6
test('every document may be framed by nobody', async ({ app }) => {
  for (const [name, address, init] of REQUESTS) {
    const { headers } = await ask(app.url + address, init)
    if (!headers.get('content-type')?.match(/html|json|svg/)) continue
    const policy = headers.get('content-security-policy') ?? ''
    if (!address.endsWith('.svg'))
      expect([name, policy]).toEqual([name, expect.stringContaining("frame-ancestors 'none'")])
    expect([name, headers.get('x-frame-options')]).toEqual([name, 'DENY'])
  }
})

// ASVS 4.1.1
test('every body has its type, with the character set of texts; what has none has none', async ({ app }) => {
  const files = (await filesOf(app.url)).map((file): (typeof REQUESTS)[number] => [file, file])
  for (const [name, address, init] of [...REQUESTS, ...files]) {
    const response = await ask(app.url + address, init)
    const type = response.headers.get('content-type') ?? ''
    const { byteLength } = await response.arrayBuffer()
    if (byteLength === 0) continue
    // JSON is UTF-8 by itself (RFC 8259, section 8.1); an SVG says its own in XML.
    expect([name, type]).toEqual([
      name,
      expect.stringMatching(
        /^(text\/(html|css|plain|javascript)|application\/javascript); charset=utf-8$|^application\/((problem|openapi)\+)?json$|^image\/svg\+xml$|^font\/woff2$/i,
      ),
    ])
  }
})

// ASVS 4.2.2
test('every declared length is the length', async ({ app }) => {
  for (const [name, address] of REQUESTS.filter(([, , init]) => !init)) {
    const connection = await rawConnection(app.url)
    const { host } = new URL(app.url)
    connection.write(`GET ${address} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    await connection.untilClosed(10_000)
    const [head = '', ...body] = connection.answer.split('\r\n\r\n')
    const declared = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    if (declared)
      expect([name, Buffer.byteLength(body.join('\r\n\r\n'), 'latin1')]).toEqual([name, Number(declared)])
    else expect([name, head]).toEqual([name, expect.stringMatching(/\r\ntransfer-encoding: chunked/i)])
  }
})

const MODULES = ['next', 'react', 'pg', 'jose', 'nodemailer', 'drizzle-orm'].map(
  (name) =>
    JSON.parse(readFileSync(path.join('node_modules', name, 'package.json'), 'utf8')).version as string,
)

test('no page, header or answer of the API tells the version of anything it was made with', async ({
  app,
}) => {
  const versions = [...MODULES, process.versions.node]
  for (const [name, address, init] of REQUESTS) {
    const response = await ask(app.url + address, init)
    const head = [...response.headers].map((pair) => pair.join(': ')).join('\n')
    const body = await response.text()
    expect([name, versions.filter((version) => `${head}\n${body}`.includes(version))]).toEqual([name, []])
    expect([name, head]).toEqual([name, expect.not.stringMatching(/^(server|x-powered-by|x-aspnet|via):/im)])
  }
})

/** Names under which copies, backups, sources and settings lie about elsewhere. */
const LEFT = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'next.config.ts',
  'proxy.ts',
  'server.mjs',
  '.env',
  '.env.production',
  '.npmrc',
  '.git/HEAD',
  '.DS_Store',
  'Dockerfile',
  'dump.sql',
  'db.sqlite',
  'backup.zip',
  'backup.tar.gz',
  'server.log',
  'id_rsa',
  'server.key',
  'cert.pem',
  'web.config',
  'phpinfo.php',
  'wp-login.php',
  'drizzle/meta/_journal.json',
  'node_modules/next/package.json',
  '.next/BUILD_ID',
  '.well-known/',
  'login.bak',
  'login~',
  'login.ts',
  'login.tsx',
  'login.map',
  'icon.svg.bak',
  'dashboard.css',
  'dashboard/x.css',
  'dashboard/x.js',
  'dashboard/%2e%2e/.env',
  'api/auth/me.json',
  'api/auth/me/x.css',
]

// ASVS 13.4.1, 13.4.7, 14.2.5
test('nothing is served but pages, the API and the files of the pages', async ({ app }) => {
  for (const name of LEFT) {
    const response = await ask(`${app.url}/${name}`)
    expect([404, 308], name).toContain(response.status)
    if (response.status === 308) expect((await fetch(`${app.url}/${name}`)).status, name).toBe(404)
  }
  const files = await filesOf(app.url)
  for (const file of files) {
    for (const suffix of ['.map', '.bak', '~', '.gz'])
      expect((await ask(app.url + file + suffix)).status, file + suffix).toBe(404)
  }
})

// ASVS 3.5.6
test('no answer becomes a script by being asked for as one', async ({ app }) => {
  for (const address of ['/api/health', '/api/auth/me', '/api/openapi.json']) {
    const read = async (query: string) => {
      const response = await ask(app.url + address + query)
      return [response.status, response.headers.get('content-type'), await response.text()]
    }
    const plain = await read('')
    for (const query of ['?callback=x', '?jsonp=x', '?cb=alert', '?format=js'])
      expect(await read(query)).toEqual(plain)
  }
})

// ASVS 3.5.7
test('scripts and styles are the same for everybody, and hold no secret', async ({ app, page }) => {
  const email = await openDashboard(page)
  const { AUTH_SECRET = '', DATABASE_URL = '' } = app.env
  for (const file of await filesOf(app.url)) {
    const plain = await (await fetch(app.url + file)).text()
    const signedIn = await (await page.request.get(file)).text()
    expect([file, signedIn === plain]).toEqual([file, true])
    for (const secret of [email, AUTH_SECRET, DATABASE_URL]) expect(plain).not.toContain(secret)
  }
})

// ASVS 3.6.1, 3.7.1, 14.2.3, 14.3.3
test('pages load from here alone, use no plug-in, and leave nothing in the browser’s storages', async ({
  app,
  page,
  complaints,
}) => {
  const origins = new Set<string>()
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  await openDashboard(page)
  for (const address of [
    '/',
    '/login',
    '/register',
    '/dashboard',
    '/auth/verify-email?token=x',
    '/nothing',
    '/mailbox',
  ]) {
    await page.goto(address)
    expect(await page.locator('object, embed, applet, [data-sitekey]').count(), address).toBe(0)
    const kept = await page.evaluate(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }))
    expect([address, kept]).toEqual([
      address,
      { local: {}, session: {}, databases: 0, caches: 0, workers: 0 },
    ])
  }
  expect([...origins]).toEqual([app.url])
  // Chromium calls the page that is not there an error.
  expect(complaints.splice(0)).toHaveLength(1)
  // The cookie is all there is, and no script reads it.
  expect(await page.evaluate(() => document.cookie)).not.toMatch(/auth-token|auth-device/)
})

// ASVS 3.4.2
test('no other site is invited to read', async ({ app }) => {
  for (const [name, address] of REQUESTS) {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await ask(app.url + address, {
        method,
        headers: { origin: 'https://evil.test', 'access-control-request-method': 'POST' },
      })
      const given = [...headers.keys()].filter((header) => header.startsWith('access-control-'))
      expect([name, method, given]).toEqual([name, method, []])
    }
  }
})

// ASVS 13.3.1, 15.2.3
test('the build holds no secret, and nothing that is for development alone', async ({ app }) => {
  const packages = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages as Record<
    string,
    { dev?: boolean }
  >
  const standalone = path.join(BUILD, '.next/standalone')
  const inBuild = readdirSync(standalone, { recursive: true, encoding: 'utf8' })
  expect(inBuild.length).toBeGreaterThan(100)
  const forDevelopment = Object.keys(packages).filter((name) => packages[name]?.dev)
  expect(forDevelopment).toContain('node_modules/vitest')
  expect(forDevelopment.filter((name) => inBuild.includes(name))).toEqual([])
  expect(inBuild.filter((name) => /^(tests|dev|bench|findings)\//.test(name))).toEqual([])
  const secrets = inBuild.filter(
    (name) => /(^|\/)[.]env|auth-secret|[.]pem$/.test(name) && !name.startsWith('deploy/ca/'),
  )
  // A deployment puts the configuration beside the build that the specification has it write (1.7): that file, and no other.
  expect(secrets.filter((name) => name !== '.env.production')).toEqual([])
  expect((await post(app.url, '/api/health', {})).status).toBe(405)
})
