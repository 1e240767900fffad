import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { type App, startApp } from '../support/app'
import { postForm } from '../support/form-post'
import { WAYS } from '../support/next-server'
import { startSesEndpoint } from '../support/ses-endpoint'
import { expect, test } from './fixtures'
import { freshEmail, PASSWORD, post } from './steps'

/** Failed sign-ins to one account from one network, before the next is turned away. */
const FAILURES = 10

async function withApp(more: Record<string, string>, check: (app: App) => Promise<void>): Promise<void> {
  const app = await startApp(more)
  try {
    await check(app)
  } finally {
    await app.stop()
  }
}

/**
 * The statuses of the sign-ins that reached their handler, from the log: a form is answered 303 either way. 403: the
 * request of another site, which never gets there.
 */
const signIns = (app: App): number[] =>
  app.output
    .filter((line) => line.includes('"route":"/api/auth/login"'))
    .map((line) => (JSON.parse(line) as { status: number }).status)
    .filter((status) => status !== 403)

test.describe('with one trusted proxy', () => {
  const trusting = { TRUSTED_PROXY_HOPS: '1' }
  const blocked = [...Array(FAILURES).fill(401), 429]

  // ASVS 4.1.3, 15.3.4
  test('a client is the last entry of X-Forwarded-For, behind any others', async () => {
    await withApp(trusting, async (app) => {
      const email = freshEmail()
      const attempt = async (index: number, client: string) =>
        post(
          app.url,
          '/api/auth/login',
          { email, password: 'x' },
          { 'x-forwarded-for': `198.51.100.${index}, ${client}` },
        )
      const statuses: number[] = []
      for (let index = 0; index <= FAILURES; index += 1) {
        statuses.push((await attempt(index, '203.0.113.9')).status)
      }
      expect(statuses).toEqual(blocked)
      expect((await attempt(0, '203.0.113.10')).status).toBe(401)
    })
  })

  test('so it is for forms without JavaScript', async () => {
    await withApp(trusting, async (app) => {
      const email = freshEmail()
      const attempt = (index: number, client: string) =>
        postForm(
          `${app.url}/login`,
          { email, password: 'x' },
          { origin: app.url, 'x-forwarded-for': `198.51.100.${index}, ${client}` },
        )
      for (let index = 0; index <= FAILURES; index += 1) await attempt(index, '203.0.113.9')
      await expect.poll(() => signIns(app)).toEqual(blocked)
      await attempt(0, '203.0.113.10')
      await expect.poll(() => signIns(app)).toEqual([...blocked, 401])
    })
  })
})

for (const [server, start] of WAYS)
  test.describe(`a form at ${server}, behind a proxy that rewrites Host`, () => {
    const user = { email: freshEmail(), password: PASSWORD }
    let endpoint: Awaited<ReturnType<typeof startSesEndpoint>>
    let app: App

    // Not with the local mailbox, which answers under its own name only.
    test.beforeAll(async () => {
      endpoint = await startSesEndpoint()
      app = await start({ ...endpoint.environment, EMAIL_TRANSPORT: 'ses' })
      expect((await post(app.url, '/api/auth/register', { name: 'Jean Dupont', ...user })).status).toBe(201)
    })
    test.afterAll(async () => {
      await app.stop()
      await endpoint.close()
    })

    for (const [what, headers] of [
      ['Host', { host: 'internal.test:8080' }],
      ['Host that is none', { host: 'internal_host:x' }],
      ['X-Forwarded-Host', { 'x-forwarded-host': 'another.test' }],
      ['Host and X-Forwarded-Host', { host: 'internal.test:8080', 'x-forwarded-host': 'another.test' }],
      ['list of X-Forwarded-Host', { 'x-forwarded-host': 'another.test, a.third.test' }],
      ['X-Forwarded-Host that is none', { 'x-forwarded-host': '/@:' }],
      ['X-Forwarded-Proto and -Port', { 'x-forwarded-proto': 'https,http', 'x-forwarded-port': 'x' }],
    ] as const) {
      test(`leads nowhere else with another ${what}`, async () => {
        for (const path of ['/dashboard', '/login?lang=en', '/login/']) {
          const outgoing = httpRequest(app.url + path, { headers }).end()
          const [{ statusCode, headers: answered }] = (await once(outgoing, 'response')) as [IncomingMessage]
          expect([path, [303, 308].includes(statusCode ?? 0)]).toEqual([path, true])
          expect(new URL(answered.location ?? '', app.url).origin).toBe(app.url)
        }
      })

      test(`works with another ${what}`, async () => {
        const answer = await postForm(`${app.url}/login`, user, { ...headers, origin: app.url })
        expect([answer.status, new URL(answer.location ?? '', app.url).href]).toEqual([
          303,
          `${app.url}/dashboard`,
        ])
        expect(answer.cookies.join()).toContain('auth-token=ey')
      })
    }

    for (const [what, headers] of [
      ['another site', { host: 'internal.test:8080' }],
      ['another site that names itself as the host', { host: 'evil.test', 'x-forwarded-host': 'evil.test' }],
    ] as const) {
      test(`is refused to ${what}`, async () => {
        await app.written()
        const before = signIns(app).length
        const answer = await postForm(`${app.url}/login`, user, { ...headers, origin: 'http://evil.test' })
        expect(answer.status).toBeGreaterThanOrEqual(400)
        expect(answer.cookies.join()).not.toContain('auth-token')
        await app.written()
        expect(signIns(app)).toHaveLength(before)
      })
    }
  })

// ASVS 3.4.1
test('everything says HSTS where the site is served over https, and nothing elsewhere', async ({ app }) => {
  const PATHS = ['/', '/login', '/dashboard', '/nothing', '/icon.svg', '/api/health', '/api/nothing']
  const hsts = async (url: string) => {
    const answers = PATHS.map((path) => fetch(url + path, { redirect: 'manual' }))
    return (await Promise.all(answers)).map(({ headers }) => headers.get('strict-transport-security'))
  }
  expect(await hsts(app.url)).toEqual(PATHS.map(() => null))
  await withApp({ APP_URL: 'https://localhost:4443' }, async ({ url }) => {
    expect(await hsts(url)).toEqual(PATHS.map(() => 'max-age=63072000; includeSubDomains'))
  })
})
