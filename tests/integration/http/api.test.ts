import { describe, expect, it } from 'vitest'
import { deliverDue } from '../../../lib/email/send/worker'
import { MAX_BODY_BYTES } from '../../../lib/http/request/read-json'
import { call, sessionOf } from '../../support/api'
import { tokenFor } from '../../support/mail'
import { freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const CRON_SECRET = 'cron-secret-0123456789'
const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100', CRON_SECRET }, isServed: true })

const jean = () => ({ name: 'Jean Dupont', email: freshEmail(), password: PASSWORD })
const cookie = (jwt: string) => ({ headers: { cookie: `auth-token=${jwt}` } })
const rowCount = async () =>
  (await world.pool.query('select (select count(*) from users) + (select count(*) from sessions) as n'))
    .rows[0].n

async function signUp() {
  const input = jean()
  const response = await call('POST', '/api/auth/register', { json: input })
  await deliverDue(world.ctx)
  return { input, jwt: sessionOf(response), token: tokenFor(world.ctx.mail, input.email), response }
}

describe('the contract, over HTTP', () => {
  // ASVS 8.2.3, 14.2.6, 15.3.1
  it('registers: 201, the user, the message and the cookie', async () => {
    const { input, response } = await signUp()
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({
      user: { id: expect.any(Number), name: 'Jean Dupont', email: input.email, emailVerified: false },
      message: 'Please check your email',
    })
    const [setCookie] = response.headers.getSetCookie()
    expect(setCookie).toMatch(
      /^auth-token=[\w-]+\.[\w-]+\.[\w-]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/,
    )
  })

  it('refuses a taken address with 409', async () => {
    const { input } = await signUp()
    const response = await call('POST', '/api/auth/register', {
      json: { ...input, email: input.email.toUpperCase() },
    })
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({
      title: 'Email already used',
      code: 'email_taken',
      errors: [{ field: 'email', code: 'email_taken', detail: expect.any(String) }],
    })
  })

  // ASVS 7.6.2
  it('verifies: 200, then 400 Invalid token', async () => {
    const { token } = await signUp()
    const response = await call('GET', '/api/auth/verify-email', { query: `?token=${token}` })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ success: true, message: 'Email verified!' })
    expect(response.headers.getSetCookie()).toEqual([])
    const again = await call('GET', '/api/auth/verify-email', { query: `?token=${token}` })
    expect(again.status).toBe(400)
    expect(await again.json()).toMatchObject({ title: 'Invalid token', code: 'token_used' })
  })

  it('says Token expired', async () => {
    const { token } = await signUp()
    await world.pool.query(`update email_verification_tokens set expires_at = $1`, [world.ctx.now()])
    const response = await call('GET', '/api/auth/verify-email', { query: `?token=${token}` })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ title: 'Token expired', code: 'token_expired' })
  })

  it('signs in: 200, the user and the cookie', async () => {
    const { input } = await signUp()
    const response = await call('POST', '/api/auth/login', {
      json: { email: input.email, password: PASSWORD },
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      user: { id: expect.any(Number), name: 'Jean Dupont', email: input.email, emailVerified: false },
    })
    const me = await call('GET', '/api/auth/me', cookie(sessionOf(response)))
    expect(me.status).toBe(200)
    expect(await me.json()).toEqual({ user: expect.objectContaining({ email: input.email }) })
  })

  // ASVS 6.3.8
  it('answers an unknown user and a wrong password alike, to the byte', async () => {
    const { input } = await signUp()
    const attempts = await Promise.all(
      [input.email, freshEmail()].map((email) =>
        call('POST', '/api/auth/login', { json: { email, password: 'not the passphrase' } }),
      ),
    )
    const seen = await Promise.all(
      attempts.map(async (response) => ({
        status: response.status,
        body: await response.text(),
        headers: [...response.headers].filter(([name]) => name !== 'x-request-id'),
      })),
    )
    expect(seen[0]?.status).toBe(401)
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
      title: 'Invalid credentials',
      code: 'invalid_credentials',
    })
    expect(seen[1]).toEqual(seen[0])
  })

  // ASVS 7.4.1
  it('signs out: the session is refused on the very next request', async () => {
    const { jwt } = await signUp()
    const response = await call('POST', '/api/auth/logout', cookie(jwt))
    expect(response.status).toBe(200)
    expect(response.headers.getSetCookie()[0]).toContain('auth-token=; Path=/; Max-Age=0')
    const me = await call('GET', '/api/auth/me', cookie(jwt))
    expect(me.status).toBe(401)
    expect(await me.json()).toMatchObject({ code: 'unauthenticated' })
  })

  it('tells the signed-in person where the message is', async () => {
    const { jwt, token } = await signUp()
    const status = await call('GET', '/api/auth/verify-email/status', cookie(jwt))
    expect(await status.json()).toEqual({
      emailVerified: false,
      message: { state: 'sent', at: world.ctx.now().toISOString() },
      suppressed: false,
      retryAfter: 0,
    })
    await call('GET', '/api/auth/verify-email', { query: `?token=${token}` })
    const after = await call('GET', '/api/auth/verify-email/status', cookie(jwt))
    expect(await after.json()).toEqual({
      emailVerified: true,
      message: null,
      suppressed: false,
      retryAfter: 0,
    })
  })

  it('mails a new link: 202', async () => {
    const { jwt } = await signUp()
    const response = await call('POST', '/api/auth/verify-email/resend', { json: {}, ...cookie(jwt) })
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({ success: true, retryAfter: expect.any(Number) })
  })

  it('deletes an account that was not theirs: 200', async () => {
    const { jwt, token } = await signUp()
    const response = await call('POST', '/api/auth/verify-email/not-me', { json: { token } })
    expect(response.status).toBe(200)
    expect((await call('GET', '/api/auth/me', cookie(jwt))).status).toBe(401)
  })
})

describe('a GET that may change something', () => {
  // ASVS 3.5.3, 15.3.7
  it.each(['HEAD', 'prefetch', 'cross-site', 'image', 'twice'] as const)(
    'is not used up by %s',
    async (how) => {
      const { token } = await signUp()
      const query = how === 'twice' ? `?token=${token}&token=${token}` : `?token=${token}`
      const headers: Record<string, Record<string, string>> = {
        prefetch: { 'sec-purpose': 'prefetch' },
        'cross-site': { 'sec-fetch-site': 'cross-site' },
        image: { 'sec-fetch-dest': 'image' },
      }
      const response = await call(how === 'HEAD' ? 'HEAD' : 'GET', '/api/auth/verify-email', {
        query,
        headers: headers[how],
      })
      expect(response.status).toBe(how === 'HEAD' ? 200 : how === 'twice' ? 400 : 403)
      expect((await call('GET', '/api/auth/verify-email', { query: `?token=${token}` })).status).toBe(200)
    },
  )

  // ASVS 1.1.1
  it.each([
    '',
    '?token=',
    '?token=abc',
    `?token=${'g'.repeat(64)}`,
    '?other=1',
    `?token=%2561${'a'.repeat(63)}`,
  ])('refuses %j', async (query) => {
    const response = await call('GET', '/api/auth/verify-email', { query })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ title: 'Invalid token' })
  })
})

const POSTS = [
  '/api/auth/register',
  '/api/auth/login',
  '/api/auth/verify-email/resend',
  '/api/auth/verify-email/not-me',
] as const

// ASVS 1.5.2, 2.2.1, 2.2.2, 3.5.1, 3.5.2, 15.3.3, 15.3.5
describe.each(POSTS)('bad input to %s', (path) => {
  it.each<[string, Parameters<typeof call>[2], number, string]>([
    ['no JSON', { body: 'name=Jean' }, 400, 'invalid_json'],
    ['nothing', { body: '', headers: { 'content-type': 'application/json' } }, 400, 'invalid_json'],
    ['half a document', { body: '{"email":' }, 400, 'invalid_json'],
    ['bytes that are no UTF-8', { body: Buffer.from([0x22, 0xff, 0x22]) }, 400, 'invalid_json'],
    ['null', { json: null }, 400, 'invalid_input'],
    ['an array', { json: [] }, 400, 'invalid_input'],
    ['a number', { json: 7 }, 400, 'invalid_input'],
    ['an unknown field', { json: { ...jean(), role: 'admin' } }, 400, 'invalid_input'],
    [
      'a polluted prototype',
      { body: '{"__proto__":{"isAdmin":true},"email":"a@b.fr"}' },
      400,
      'invalid_input',
    ],
    ['wrong types', { json: { name: 1, email: {}, password: [], token: true } }, 400, 'invalid_input'],
    [
      'plain text',
      { json: jean(), headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported_media_type',
    ],
    [
      'a form that nobody knows who posted',
      { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      403,
      'cross_site_request',
    ],
    [
      'a form with files',
      { body: '--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      415,
      'unsupported_media_type',
    ],
    ['no type', { json: jean(), headers: { 'content-type': '' } }, 415, 'unsupported_media_type'],
    ['too much', { body: JSON.stringify({ name: 'x'.repeat(MAX_BODY_BYTES) }) }, 413, 'body_too_large'],
    [
      'another site',
      { json: jean(), headers: { 'sec-fetch-site': 'cross-site' } },
      403,
      'cross_site_request',
    ],
    ['another origin', { json: jean(), headers: { origin: 'https://evil.test' } }, 403, 'cross_site_request'],
  ])('%s', async (_name, init, status, code) => {
    const before = await rowCount()
    const response = await call('POST', path, init)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      type: 'about:blank',
      status,
      code,
      title: expect.any(String),
      detail: expect.any(String),
    })
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await rowCount()).toBe(before)
  })

  it('takes a body of exactly 16 KiB to its checks, whatever its declared length', async () => {
    const filler = ' '.repeat(MAX_BODY_BYTES - 2)
    expect((await call('POST', path, { body: `{}${filler}` })).status).not.toBe(413)
    expect((await call('POST', path, { body: `{}${filler} ` })).status).toBe(413)
    const lying = {
      body: `{}${filler} `,
      headers: { 'content-length': '2', 'content-type': 'application/json' },
    }
    expect((await call('POST', path, lying)).status).toBe(413)
  })
})
