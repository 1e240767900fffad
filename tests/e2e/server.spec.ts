import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startApp } from '../support/app'
import { accepted, type SesAnswer, startSesEndpoint, throttled } from '../support/ses-endpoint'
import { queryOnce } from '../support/with-client'
import { expect, test } from './fixtures'
import { freshEmail, PASSWORD, post } from './steps'

// Most of these start a server of their own, and wait for it; none needs another.
test.describe.configure({ mode: 'parallel' })

const signUp = (url: string, email = freshEmail()) =>
  post(url, '/api/auth/register', { name: 'Jean Dupont', email, password: PASSWORD })

/** What comes back on a bare connection, read until the server closes it or says nothing for a while. */
async function raw(url: string, text: string, patience = 3000): Promise<string> {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  let answer = ''
  socket.on('data', (data) => {
    answer += data.toString('latin1')
  })
  socket.on('error', () => {})
  socket.write(text)
  await Promise.race([once(socket, 'close'), sleep(patience)])
  socket.destroy()
  return answer
}

test.describe('the server in front', () => {
  for (const method of ['TRACE', 'PROPFIND', 'TRACK', 'LINK']) {
    test(`refuses ${method}`, async ({ app }) => {
      const answer = await raw(
        app.url,
        `${method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      )
      expect(answer).toMatch(/^HTTP\/1\.1 (405|400)/)
    })
  }

  test('opens no other protocol', async ({ app }) => {
    const answer = await raw(
      app.url,
      'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
    expect(answer).toBe('')
  })

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

  test('counts a client by its socket, whatever it claims to be', async () => {
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

const messages = (databaseUrl: string) =>
  queryOnce<{ status: string; attempts: number }>(
    databaseUrl,
    'select status, attempts, last_error from email_messages order by id',
  )

const ses = (environment: Record<string, string>) => ({ ...environment, EMAIL_TRANSPORT: 'ses' })

const TROUBLES: Record<string, SesAnswer> = {
  down: 'reset',
  'slow (30 s)': accepted('slow', 30_000),
  throttling: throttled(),
}

test.describe('no e-mail is lost', () => {
  test('kill -9 between the answer and the sending', async () => {
    const endpoint = await startSesEndpoint()
    endpoint.respond('hang')
    const app = await startApp(ses(endpoint.environment))
    try {
      const emails = [freshEmail(), freshEmail(), freshEmail()]
      for (const email of emails) expect((await signUp(app.url, email)).status).toBe(201)
      await app.kill()
      const waiting = await messages(app.database.url)
      expect(waiting).toHaveLength(3)
      expect(waiting.every(({ status }) => status === 'queued' || status === 'sending')).toBe(true)
      // The lease of what the dead process was sending would end in two minutes; the clock is the database row here.
      await queryOnce(app.database.url, `update email_messages set due_at = now() where status = 'sending'`)
      const before = endpoint.requests.length
      endpoint.respond(accepted('later'))
      await app.restart()
      await expect
        .poll(async () => (await messages(app.database.url)).map(({ status }) => status), { timeout: 15_000 })
        .toEqual(['sent', 'sent', 'sent'])
      expect(endpoint.requests.slice(before)).toHaveLength(3)
    } finally {
      await app.stop()
      await endpoint.close()
    }
  })

  for (const [trouble, answer] of Object.entries(TROUBLES)) {
    test(`SES ${trouble}: registration answers at its usual speed, and the message goes later`, async () => {
      const endpoint = await startSesEndpoint()
      const app = await startApp(ses(endpoint.environment))
      try {
        const timed = async () => {
          const started = performance.now()
          expect((await signUp(app.url)).status).toBe(201)
          return performance.now() - started
        }
        await timed()
        const usual = await timed()
        endpoint.respond(answer)
        const troubled = await timed()
        // Generous on purpose: what must not happen is waiting for the provider, which takes 30 seconds or for ever.
        expect(troubled).toBeLessThan(usual + 5000)
        await expect
          .poll(async () => (await messages(app.database.url)).at(-1)?.attempts, { timeout: 10_000 })
          .toBeGreaterThan(0)
        const isSlow = typeof answer === 'object' && answer.delay !== undefined
        if (isSlow) test.setTimeout(60_000)
        else endpoint.respond(accepted('later'))
        await expect
          .poll(async () => (await messages(app.database.url)).at(-1)?.status, { timeout: 45_000 })
          .toBe('sent')
        // What SES took late was taken once: nobody sent it again meanwhile.
        const last = endpoint.requests.at(-1)?.recipients.join()
        const again = endpoint.requests.filter(({ recipients }) => recipients.join() === last)
        if (isSlow) expect(again).toHaveLength(1)
      } finally {
        await app.kill()
        await app.stop()
        await endpoint.close()
      }
    })
  }

  test('SIGTERM finishes what is in flight', async () => {
    const app = await startApp()
    const body = JSON.stringify({ name: 'Jean Dupont', email: freshEmail(), password: PASSWORD })
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    }
    const inFlight = httpRequest(`${app.url}/api/auth/register`, { method: 'POST', headers })
    inFlight.flushHeaders()
    await once(inFlight, 'continue')
    const code = app.stop()
    inFlight.end(body)
    const [answer] = await once(inFlight, 'response')
    answer.resume()
    expect(answer.statusCode).toBe(201)
    expect(await code).toBe(0)
    expect(app.output.some((line) => line.includes('"stopped"'))).toBe(true)
    expect(app.output.filter((line) => line.includes('connections cut'))).toEqual([])
  })
})

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
  const log = app.output.join('\n')
  expect(log.length).toBeGreaterThan(500)
  for (const secret of [email, 'canary', PASSWORD, jwt, 'cccccccc', app.env.AUTH_SECRET ?? '']) {
    expect(log).not.toContain(secret)
  }
  // Next.js says one line of its own when it starts.
  const ours = app.output.filter((line) => !line.startsWith('✓'))
  for (const line of ours) expect(() => JSON.parse(line), line).not.toThrow()
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
