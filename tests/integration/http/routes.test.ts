import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { API_ROUTES, type ApiPath } from '../../../app/api/routes'
import { deliverDue } from '../../../lib/email/send/worker'
import { createPasswordHasher } from '../../../lib/password/hash'
import { call, sessionOf } from '../../support/api'
import { tokenFor } from '../../support/mail'
import { createWorld, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const CRON_SECRET = 'cron-secret-0123456789'
const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100', CRON_SECRET }, isServed: true })

const jean = () => ({ name: 'Jean Dupont', email: freshEmail(), password: PASSWORD })
const cookie = (jwt: string) => ({ headers: { cookie: `auth-token=${jwt}` } })
async function signUp() {
  const input = jean()
  const response = await call('POST', '/api/auth/register', { json: input })
  await deliverDue(world.ctx)
  return { input, jwt: sessionOf(response), token: tokenFor(world.ctx.mail, input.email), response }
}

describe('every route', () => {
  // ASVS 4.1.4
  it.each(Object.keys(API_ROUTES) as ApiPath[])(
    '%s refuses other methods with 405 and says which it takes',
    async (path) => {
      const allowed = (await call('OPTIONS', path)).headers.get('allow') ?? ''
      const others = (['PUT', 'PATCH', 'DELETE'] as const).filter((method) => !allowed.includes(method))
      expect(others).toContain('PUT')
      for (const method of others) {
        const response = await call(method, path)
        expect(response.status).toBe(405)
        expect(response.headers.get('allow')).toBe(allowed)
        expect(await response.json()).toMatchObject({ code: 'method_not_allowed' })
      }
      expect((await call('OPTIONS', path)).status).toBe(204)
    },
  )

  // ASVS 3.2.1, 3.4.2, 3.5.8, 14.2.2, 14.3.2
  it.each(Object.keys(API_ROUTES) as ApiPath[])(
    '%s carries the security headers, and no CORS',
    async (path) => {
      const response = await call('GET', path, { headers: { origin: 'https://evil.test' } })
      expect(response.headers.get('cache-control')).toBe(
        path === '/api/openapi.json' ? 'public, max-age=3600' : 'no-store',
      )
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(response.headers.get('strict-transport-security')).toContain('max-age=63072000')
      expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{16}$/)
      expect(response.headers.has('access-control-allow-origin')).toBe(false)
    },
  )

  it('speaks the person’s language', async () => {
    const detail = async (language: string) => {
      const response = await call('GET', '/api/auth/me', { headers: { 'accept-language': language } })
      return ((await response.json()) as { detail: string }).detail
    }
    expect(await detail('fr')).not.toBe(await detail('en'))
  })
})

describe('maintenance', () => {
  it('needs the secret', async () => {
    expect((await call('GET', '/api/maintenance')).status).toBe(401)
    expect(
      (await call('GET', '/api/maintenance', { headers: { authorization: 'Bearer wrong' } })).status,
    ).toBe(401)
    expect((await call('GET', '/api/maintenance', { headers: { authorization: CRON_SECRET } })).status).toBe(
      401,
    )
  })

  const maintain = (method: 'GET' | 'POST') =>
    call(method, '/api/maintenance', {
      headers: { authorization: `Bearer ${CRON_SECRET}` },
      ...(method === 'POST' && { json: { 'detail-type': 'Scheduled Event' } }),
    })

  it.each(['GET', 'POST'] as const)('sends what is due and cleans up, by %s', async (method) => {
    await deliverDue(world.ctx)
    await call('POST', '/api/auth/register', { json: jean() })
    const response = await maintain(method)
    expect(await response.json()).toMatchObject({ sent: 1, retried: 0, dead: 0, cleaned: { sessions: 0 } })
  })

  it('sends each message once in rounds that overlap', async () => {
    await deliverDue(world.ctx)
    const people = Array.from({ length: 12 }, jean)
    for (const json of people) await call('POST', '/api/auth/register', { json })
    const rounds = await Promise.all([maintain('POST'), maintain('POST'), maintain('GET')])
    const answers = (await Promise.all(rounds.map((round) => round.json()))) as { sent: number }[]
    expect(rounds.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(answers.reduce((total, { sent }) => total + sent, 0)).toBe(people.length)
    for (const { email } of people)
      expect(world.ctx.mail.sent.filter(({ to }) => to === email)).toHaveLength(1)
  })
})

describe('when something breaks', () => {
  afterEach(() => world.serve())

  // ASVS 16.5.1, 16.5.2, 16.5.3
  it('says 503 and when to come back while the database is away, and tells nothing', async () => {
    const away = await createWorld()
    away.serve()
    await away.pool.end()
    const { openDatabase } = await import('../../../lib/db/client')
    const gone = openDatabase('postgres://somebody:pa55word@127.0.0.1:1/huntaze', away.ctx.log)
    away.serve({ ctx: { ...away.ctx, db: gone.db }, pool: gone.pool })
    const response = await call('POST', '/api/auth/login', {
      json: { email: 'jean@example.com', password: PASSWORD },
    })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ code: 'unavailable' })
    for (const secret of ['pa55word', 'jean@example.com', '127.0.0.1', 'ECONNREFUSED']) {
      expect(text).not.toContain(secret)
      if (secret !== 'ECONNREFUSED') expect(away.logged.join('\n')).not.toContain(secret)
    }
  })

  // ASVS 16.3.4, 16.5.1
  it('says 500 and nothing else for a surprise', async () => {
    const passwords = {
      ...world.ctx.passwords,
      verify: () => Promise.reject(new Error('secret detail jean@example.com')),
    }
    world.serve({ ctx: { ...world.ctx, passwords } })
    const response = await call('POST', '/api/auth/login', {
      json: { email: 'jean@example.com', password: PASSWORD },
    })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret detail')
    expect(world.logged.join('\n')).not.toContain('secret detail')
    expect(world.logged.join('\n')).toContain('unexpected_error')
  })

  // ASVS 15.2.2, 15.4.4
  it('says 503 at once when too many passwords wait, while everything else answers', async () => {
    const { jwt } = await signUp()
    // Hashes that take far longer than the way to them, on any machine.
    world.serve({ ctx: { ...world.ctx, passwords: createPasswordHasher({ cost: 8 }) } })
    onTestFinished(() => world.serve())
    const flood = Array.from({ length: 120 }, (_, index) =>
      call('POST', '/api/auth/login', {
        json: { email: freshEmail(), password: PASSWORD },
        headers: { 'x-peer-address': `198.51.${index}.7` },
      }),
    )
    const me = call('GET', '/api/auth/me', cookie(jwt))
    const responses = await Promise.all(flood)
    expect((await me).status).toBe(200)
    const busy = responses.filter(({ status }) => status === 503)
    expect(busy.length).toBeGreaterThan(0)
    expect(busy[0]?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    expect(await busy[0]?.json()).toMatchObject({ code: 'too_busy' })
    expect(responses.filter(({ status }) => status === 401).length).toBeGreaterThan(50)
  })
})
