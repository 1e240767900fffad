import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startApp } from '../support/app'
import { keepForms, sendForm } from '../support/kept-forms'
import { WAYS } from '../support/next-server'
import { startSesEndpoint } from '../support/ses-endpoint'
import { expect, test } from './fixtures'
import { freshEmail, PASSWORD, post } from './steps'

// Most of these start a server of their own, and wait for it; none needs another.
test.describe.configure({ mode: 'parallel' })

const signUp = (url: string, email = freshEmail()) =>
  post(url, '/api/auth/register', { name: 'Jean Dupont', email, password: PASSWORD })

const ses = (environment: Record<string, string>) => ({ ...environment, EMAIL_TRANSPORT: 'ses' })

/** Sends `text` on a bare connection and reads until the server closes it, or is silent for `silence` ms. */
async function raw(url: string, text: string, silence = 3000): Promise<string> {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  let answer = ''
  socket.on('data', (data) => {
    answer += data.toString('latin1')
  })
  socket.on('error', () => {})
  socket.write(text)
  await Promise.race([once(socket, 'close'), sleep(silence)])
  socket.destroy()
  return answer
}

test.describe('the server in front', () => {
  // ASVS 4.2.1
  test('refuses a request framed in two ways', async ({ app }) => {
    const answer = await raw(
      app.url,
      'POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1\.1 400/)
  })

  test('answers what does not exist with a problem document below /api, and a page elsewhere', async ({
    app,
  }) => {
    const api = await fetch(`${app.url}/api/nothing/here`)
    expect([api.status, api.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    const page = await fetch(`${app.url}/nothing/here`)
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('nonce=')
  })

  // ASVS 13.4.1, 13.4.3, 14.2.5
  test('serves nothing of its own house', async ({ app }) => {
    for (const path of [
      '/.git/config',
      '/.env',
      '/.env.production',
      '/.data/auth-secret',
      '/dist/server.mjs',
      '/package.json',
      '/_next/static/',
      '/dashboard/x.css',
    ]) {
      expect((await fetch(app.url + path)).status, path).toBe(404)
    }
  })

  // ASVS 13.4.2
  test('has no mailbox where mail really goes out', async () => {
    const endpoint = await startSesEndpoint()
    const app = await startApp(ses(endpoint.environment))
    try {
      const page = await fetch(`${app.url}/mailbox`)
      expect([page.status, await page.text()]).toEqual([404, expect.not.stringContaining('@example.com')])
    } finally {
      await app.stop()
      await endpoint.close()
    }
  })

  test('knows no maintenance without a secret, by whichever method', async ({ app }) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      expect((await fetch(`${app.url}/api/maintenance`, { method })).status, method).toBe(404)
    }
  })

  // ASVS 3.4.3, 14.2.2, 14.3.2
  test('gives every page the security headers, and a nonce of its own', async ({ app }) => {
    const nonces = new Set<string>()
    for (const path of ['/', '/register', '/login', '/auth/verify-email', '/mailbox', '/nothing']) {
      const response = await fetch(app.url + path)
      const policy = response.headers.get('content-security-policy') ?? ''
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
      const scripts = (await response.text()).match(/<script\b[^>]*>/g) ?? []
      expect(scripts.length, path).toBeGreaterThan(0)
      for (const script of scripts) expect(script, path).toContain(`nonce="${nonce}"`)
      nonces.add(nonce)
      expect(policy).toContain("frame-ancestors 'none'")
      expect(response.headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(response.headers.get('cache-control'), path).toContain('no-store')
      expect(response.headers.has('x-powered-by'), path).toBe(false)
      expect(response.headers.get('referrer-policy'), path).toBe(
        path === '/auth/verify-email' ? 'no-referrer' : 'strict-origin-when-cross-origin',
      )
    }
    expect(nonces.size).toBe(6)
  })

  // ASVS 4.1.3, 15.3.4
  test('counts a client by its socket, not by its claims', async () => {
    const app = await startApp()
    try {
      const attempt = (index: number) =>
        post(
          app.url,
          '/api/auth/login',
          { email: 'nobody@example.com', password: 'x' },
          {
            'x-forwarded-for': `198.51.100.${index}`,
            'x-real-ip': `198.51.100.${index}`,
            forwarded: `for=198.51.100.${index}`,
            'x-peer-address': `198.51.100.${index}`,
          },
        )
      const statuses = []
      for (let index = 0; index < 11; index += 1) statuses.push((await attempt(index)).status)
      expect(statuses).toEqual([...Array(10).fill(401), 429])
    } finally {
      await app.stop()
    }
  })

  const dashboardAs = async (url: string, headers: Record<string, string>) => {
    const outgoing = httpRequest({ port: new URL(url).port, host: '127.0.0.1', path: '/dashboard', headers })
    outgoing.end()
    const [response] = await once(outgoing, 'response')
    response.resume()
    return response
  }

  // ASVS 4.1.3
  test('never builds a link or a redirect from the request', async ({ app }) => {
    const response = await dashboardAs(app.url, {
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'https',
    })
    expect(response.statusCode).toBe(303)
    expect(response.headers.location).toBe(`${app.url}/login?next=%2Fdashboard`)
  })

  test('with the local mailbox answers under no name but its own', async ({ app }) => {
    expect((await dashboardAs(app.url, { host: 'evil.test' })).statusCode).toBe(421)
    expect((await dashboardAs(app.url, { host: 'localhost.evil.test:80' })).statusCode).toBe(421)
  })

  test('refuses a path that does not decode', async ({ app }) => {
    const answer = await raw(
      app.url,
      'GET /api/%E0%A4%A HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1\.1 400/)
  })
})

test.describe('twenty at once, over HTTP', () => {
  // ASVS 2.3.4
  test('registrations of one address make one account and nineteen 409s', async () => {
    const app = await startApp()
    try {
      const email = freshEmail()
      const answers = await Promise.all(Array.from({ length: 20 }, () => signUp(app.url, email)))
      const statuses = answers.map(({ status }) => status).sort()
      expect(statuses).toEqual([201, ...Array(19).fill(409)])
    } finally {
      await app.stop()
    }
  })
})

// ASVS 16.2.4, 16.2.5
test('no token, password, JWT or address is in the log of a whole run', async ({ app }) => {
  const email = `canary-${freshEmail()}`
  const registered = await signUp(app.url, email)
  const jwt = registered.headers.getSetCookie()[0]?.split(/[=;]/)[1] ?? ''
  await post(app.url, '/api/auth/login', { email, password: 'wrong canary password' })
  await fetch(`${app.url}/auth/verify-email?token=${'c'.repeat(64)}`, {
    headers: { cookie: `auth-token=${jwt}` },
  })
  await fetch(`${app.url}/api/auth/verify-email?token=${'c'.repeat(64)}`)
  await fetch(`${app.url}/dashboard`, { headers: { cookie: `auth-token=${jwt}` } })
  const lines = await app.written()
  const log = lines.join('\n')
  expect(log.length).toBeGreaterThan(500)
  for (const secret of [email, 'canary', PASSWORD, jwt, 'cccccccc', app.env.AUTH_SECRET ?? '']) {
    expect(log).not.toContain(secret)
  }
  for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow()
})

test('while the database is silent the log is JSON from its first line, and each error says which', async () => {
  const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const app = await startApp({ DATABASE_URL: `postgres://somebody@127.0.0.1:${port}/huntaze` })
  const lines = () => app.output.map((line) => JSON.parse(line) as Record<string, string>)
  try {
    await expect.poll(() => lines().filter(({ error }) => error).length).toBeGreaterThan(1)
    expect(lines().filter(({ level }) => level === 'error')).not.toEqual([])
    for (const { error } of lines()) if (error) expect(error).toMatch(/:\w+$/)
  } finally {
    await app.stop()
    silent.close()
  }
})

for (const [name, start] of WAYS)
  test(`a text browser’s forms are no warning at ${name}`, async () => {
    const app = await start()
    try {
      const started = app.output.length
      const [refused] = await keepForms(app.url, '/login', { email: freshEmail(), password: 'x' })
      const [signUp] = await keepForms(app.url, '/register', {
        name: 'Jean Dupont',
        email: freshEmail(),
        password: PASSWORD,
      })
      for (const form of [refused, signUp]) if (form) expect((await sendForm(app.url, form)).status).toBe(303)
      // A page that is posted to, as an old form of somebody's is.
      expect((await fetch(`${app.url}/login`, { method: 'POST', body: new FormData() })).status).toBe(405)
      const logged = (await app.written()).slice(started)
      expect(logged.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([])
      expect(logged.filter((line) => line.includes('"status":201'))).toHaveLength(1)
    } finally {
      await app.stop()
    }
  })

test('a wrong configuration stops the start with every fault, and quotes no value', async () => {
  await expect(
    startApp({ AUTH_SECRET: 'sh0rt-secret', APP_URL: 'http://auth.huntaze.com', EMAIL_TRANSPORT: 'pigeon' }),
  ).rejects.toThrow(/AUTH_SECRET[\s\S]*EMAIL_TRANSPORT|EMAIL_TRANSPORT[\s\S]*AUTH_SECRET/)
  await startApp({ AUTH_SECRET: 'sh0rt-secret' }).then(
    () => expect(true).toBe(false),
    (error) => expect(String(error)).not.toContain('sh0rt-secret'),
  )
})
