import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call } from '../../support/api'
import { type LyingProvider, startLyingProvider } from '../../support/lying-provider'
import { leadsTo, ProviderBrowser } from '../../support/provider-browser'
import { shownRefusal, whoIs } from '../../support/provider-world'
import { freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const CLIENT = 'com.huntaze.test'
const KEYS = generateKeyPairSync('ec', { namedCurve: 'P-256' })
let apple: LyingProvider

beforeAll(async () => {
  apple = await startLyingProvider(CLIENT, { token_endpoint_auth_methods_supported: ['client_secret_post'] })
})
afterAll(() => apple.stop())

const world = sharedWorld({
  isServed: true,
  env: {
    RATE_LIMIT_SCALE: '100',
    APPLE_CLIENT_ID: CLIENT,
    APPLE_TEAM_ID: 'TEAM123456',
    APPLE_KEY_ID: 'KEY1234567',
    APPLE_PRIVATE_KEY: String(KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  },
})

beforeEach(() => {
  // The one thing that no configuration changes.
  if (world.ctx.env.providers.apple) world.ctx.env.providers.apple.issuer = apple.issuer
})

const claimsOf = (email: string) => ({ email, sub: email, email_verified: 'true' })

/** The whole way, with a POST of the provider's page at its end. */
async function signIn(browser: ProviderBrowser, email: string, more: Record<string, string> = {}) {
  const location = (await browser.start('apple')).headers.get('location') ?? ''
  const answer = apple.say(location, { claims: claimsOf(email) })
  return { location, back: await browser.postBack('apple', { ...answer, ...more }) }
}

describe('Apple', () => {
  it('is asked to post, and its cookie travels with a POST from its page', async () => {
    const browser = new ProviderBrowser()
    const response = await browser.start('apple')
    const { searchParams } = new URL(response.headers.get('location') ?? '')
    expect([searchParams.get('response_mode'), searchParams.get('scope')]).toEqual([
      'form_post',
      'openid email name',
    ])
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie.replace(/=[\w-]{43};/, '=…;')).toBe(
      '__Host-Http-auth-provider-apple=…; Path=/; Max-Age=600; HttpOnly; SameSite=None; Secure',
    )
  })

  it('signs up by its POST, with the name beside it and an address that it writes as verified', async () => {
    const [browser, email] = [new ProviderBrowser(), freshEmail()]
    const user = JSON.stringify({
      name: { firstName: 'Ada', lastName: 'Lovelace' },
      email: 'evil@example.com',
    })
    const { back } = await signIn(browser, email, { user })
    expect([back.status, leadsTo(back)]).toEqual([303, '/dashboard'])
    expect(await whoIs(world, browser)).toMatchObject({
      email,
      name: 'Ada Lovelace',
      emailVerified: true,
      providers: ['apple'],
    })
  })

  it('gets a client secret that is signed for this request', async () => {
    await signIn(new ProviderBrowser(), freshEmail())
    const { fields, authorization } = apple.asked.at(-1) ?? {
      fields: new URLSearchParams(),
      authorization: '',
    }
    expect(authorization).toBeUndefined()
    expect(fields.get('client_id')).toBe(CLIENT)
    const [header = '', claims = '', signature = ''] = (fields.get('client_secret') ?? '').split('.')
    const key = {
      key: createPublicKey(KEYS.publicKey.export({ type: 'spki', format: 'pem' })),
      dsaEncoding: 'ieee-p1363' as const,
    }
    expect(
      verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url')),
    ).toBe(true)
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(read(header)).toMatchObject({ alg: 'ES256', kid: 'KEY1234567' })
    const issuedAt = Math.floor(world.ctx.now().getTime() / 1000)
    expect(read(claims)).toEqual({
      iss: 'TEAM123456',
      sub: CLIENT,
      aud: 'https://appleid.apple.com',
      iat: issuedAt,
      exp: issuedAt + 300,
    })
  })

  it('knows the browser that it signed in before, though its POST brings no cookie of ours', async () => {
    const [browser, email] = [new ProviderBrowser(), freshEmail()]
    await signIn(browser, email)
    const before = browser.cookie('auth-token')
    await signIn(browser, email)
    const { rows } = await world.pool.query(
      'select detail from events where user_id = (select id from users where email = $1) and type = $2',
      [email, 'signed_in'],
    )
    expect(rows).toEqual([{ detail: 'apple' }])
    const me = await call('GET', '/api/auth/me', { headers: { cookie: `auth-token=${before}` } })
    expect(me.status).toBe(401)
  })

  it('tells a signed-in person what went wrong, too', async () => {
    const [browser, email] = [new ProviderBrowser(), freshEmail()]
    await signIn(browser, email)
    const { location } = await signIn(browser, email)
    expect(location).not.toBe('')
    const started = (await browser.start('apple', '?link=1')).headers.get('location') ?? ''
    const { state } = apple.say(started)
    const back = await browser.postBack('apple', { state, error: 'user_cancelled_authorize' })
    expect([leadsTo(back), shownRefusal(world, browser, back)]).toEqual([
      '/account/security',
      'provider_denied',
    ])
  })

  // ASVS 3.5.1
  it('lets in no POST without the flow of this browser', async () => {
    const [browser, stranger] = [new ProviderBrowser(), new ProviderBrowser()]
    const location = (await browser.start('apple')).headers.get('location') ?? ''
    const email = freshEmail()
    const answer = apple.say(location, { claims: claimsOf(email) })
    for (const fields of [{}, { state: 'x', code: 'y' }, answer]) {
      expect(leadsTo(await stranger.postBack('apple', fields))).toBe('/login')
      expect(await whoIs(world, stranger)).toBeNull()
    }
    const { rows } = await world.pool.query('select from users where email = $1', [email])
    expect(rows).toEqual([])
  })
})
