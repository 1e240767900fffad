import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startFlow } from '../../../lib/provider/start'
import { providerOf } from '../../../lib/provider/table'
import { type Lie, type LyingProvider, startLyingProvider } from '../../support/lying-provider'
import { leadsTo, ProviderBrowser } from '../../support/provider-browser'
import { shownRefusal, whoIs } from '../../support/provider-world'
import { freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const CLIENT = 'huntaze'
let liar: LyingProvider

beforeAll(async () => {
  liar = await startLyingProvider(CLIENT)
})
afterAll(() => liar.stop())

const world = sharedWorld(() => ({
  isServed: true,
  env: {
    RATE_LIMIT_SCALE: '100',
    OIDC_NAME: 'Liar',
    OIDC_ISSUER: liar.issuer,
    OIDC_CLIENT_ID: CLIENT,
    OIDC_CLIENT_SECRET: 'secret',
  },
}))

const CALLBACK = 'https://auth.huntaze.test/auth/oidc/oidc/callback'

/** The whole way with one answer; claims of an honest provider unless the lie has others. */
async function comeBackWith(lie: Lie, more: Record<string, string> = {}) {
  const browser = new ProviderBrowser()
  const location = (await browser.start()).headers.get('location') ?? ''
  const email = freshEmail()
  const claims = { email, email_verified: true, name: 'Ada', sub: email, ...lie.claims }
  const answer = { ...liar.say(location, { ...lie, claims }), ...more }
  const back = await browser.comeBack(`${CALLBACK}?${new URLSearchParams(answer)}`)
  return { browser, back, email }
}

const outcomeOf = async ({ browser, back }: Awaited<ReturnType<typeof comeBackWith>>) => [
  shownRefusal(world, browser, back),
  (await whoIs(world, browser))?.emailVerified,
]

const past = Math.floor(Date.now() / 1000) - 3600

describe('an answer of a provider', () => {
  it('is believed where it is honest', async () => {
    expect(await outcomeOf(await comeBackWith({}))).toEqual([undefined, true])
  })

  // ASVS 6.8.1, 6.8.2, 9.1.1, 9.1.2, 9.2.1, 9.2.3, 10.5.1, 10.5.4
  it.each<[string, Lie]>([
    ['of another issuer', { claims: { iss: 'https://accounts.google.com' } }],
    ['for another client', { claims: { aud: 'somebody-else' } }],
    ['for another client too, which it says it is for', { claims: { aud: [CLIENT, 'other'], azp: 'other' } }],
    ['for another flow', { claims: { nonce: 'another' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that ran out', { claims: { iat: past - 300, exp: past } }],
    ['about nobody', { claims: { sub: '' } }],
    ['about an endless subject', { claims: { sub: 'x'.repeat(256) } }],
    ['signed with another key', { strangeKey: true }],
    ['without a signature', { unsigned: true }],
    ['that says it needs none', { header: { alg: 'none' }, unsigned: true }],
    ['signed with our own secret', { header: { alg: 'HS256' } }],
    ['with a key that is not there', { header: { kid: 'two' } }],
    ['that refuses the code', { status: 400 }],
  ])('is not, %s', async (_, lie) => {
    expect(await outcomeOf(await comeBackWith(lie))).toEqual(['provider_failed', undefined])
  })

  // ASVS 10.2.2
  it.each<[string, Record<string, string>, string]>([
    ['names another issuer beside its code (mix-up)', { iss: 'https://evil.example' }, 'provider_failed'],
    ['is an error', { error: 'server_error', error_description: 'SECRET <b>' }, 'provider_failed'],
    ['is a no', { error: 'access_denied' }, 'provider_denied'],
    ['is a no at Apple', { error: 'user_cancelled_authorize' }, 'provider_denied'],
  ])('that %s leads to the sign-in page', async (_, more, code) => {
    const came = await comeBackWith({}, more)
    expect(await outcomeOf(came)).toEqual([code, undefined])
    expect(leadsTo(came.back)).toBe('/login?next=%2Fdashboard')
    expect(JSON.stringify([...came.back.headers])).not.toContain('SECRET')
  })

  // ASVS 15.3.2
  it('is not followed elsewhere, and a failing provider counts as away', async () => {
    expect(await outcomeOf(await comeBackWith({ redirect: 'http://127.0.0.1:9/' }))).toEqual([
      'provider_failed',
      undefined,
    ])
    expect(await outcomeOf(await comeBackWith({ status: 503 }))).toEqual(['provider_unavailable', undefined])
  })

  it.each<[string, unknown, boolean]>([
    ['true', true, true],
    ['"true", which only Apple writes', 'true', false],
    ['1', 1, false],
    ['left out', undefined, false],
  ])('counts an address as verified where email_verified is true: %s', async (_, value, isVerified) => {
    const { browser } = await comeBackWith({ claims: { email_verified: value } })
    expect((await whoIs(world, browser))?.emailVerified).toBe(isVerified)
  })

  it('without an address makes no account', async () => {
    const came = await comeBackWith({ claims: { email: undefined } })
    expect(await outcomeOf(came)).toEqual(['provider_no_address', undefined])
    const odd = await comeBackWith({ claims: { email: 'not an address' } })
    expect(await outcomeOf(odd)).toEqual(['provider_no_address', undefined])
  })

  it.each<[string, unknown, unknown, string]>([
    ['as it is', 'Ada Lovelace', undefined, 'Ada Lovelace'],
    ['with a link', 'see https://evil.example', undefined, 'ada b'],
    ['in parts', undefined, 'Ada', 'Ada Byron'],
    ['that is no text', { evil: true }, undefined, 'ada b'],
    ['with control characters', 'Ada\r\nBcc: eve@example.com', undefined, 'ada b'],
  ])('gives a name by our rules: %s', async (_, name, given, expected) => {
    const email = `ada.b+${Math.round(performance.now() * 1000)}@example.com`
    const claims = { email, name, given_name: given, family_name: given && 'Byron' }
    const { browser } = await comeBackWith({ claims })
    expect((await whoIs(world, browser))?.name.replace(/ \d+$/, '')).toBe(expected)
  })

  // ASVS 10.5.2
  it('is about a subject, and never about an address', async () => {
    const first = await comeBackWith({ claims: { sub: 'one', email: 'one@example.com' } })
    const moved = await comeBackWith({ claims: { sub: 'one', email: 'two@example.com' } })
    expect((await whoIs(world, moved.browser))?.id).toBe((await whoIs(world, first.browser))?.id)
    const other = await comeBackWith({ claims: { sub: 'another', email: 'one@example.com' } })
    expect(await whoIs(world, other.browser)).toBeNull()
  })

  // ASVS 10.1.1
  it('stays on the server: the browser gets nothing of its tokens, and no table keeps any', async () => {
    const { back, email } = await comeBackWith({})
    expect(JSON.stringify([...back.headers])).not.toMatch(/access|id_token/)
    const { rows } = await world.pool.query(
      'select * from identities join users on users.id = identities.user_id where email = $1',
      [email],
    )
    expect(rows).toHaveLength(1)
    expect(Object.keys(rows[0]).filter((name) => /access|refresh|id_token/.test(name))).toEqual([])
  })

  it('writes nothing of it into the log', async () => {
    const { email } = await comeBackWith({ strangeKey: true }, { code: 'a-telling-code' })
    const lines = world.logged.join('\n')
    expect(lines).toContain('provider_failed')
    for (const secret of [email, 'a-telling-code', 'subject-1']) expect(lines).not.toContain(secret)
  })
})

// ASVS 10.5.3
it('metadata of another issuer are not believed', async () => {
  const impostor = await startLyingProvider(CLIENT, { issuer: 'https://accounts.google.com' })
  try {
    const provider = providerOf(world.ctx.env, 'oidc')
    if (!provider) throw new Error('no provider')
    const start = {
      next: '/',
      locale: 'fr',
      deviceMark: null,
      jwt: null,
      session: null,
      browser: null,
    } as const
    expect(await startFlow(world.ctx, { ...provider, issuer: impostor.issuer }, start)).toMatchObject({
      error: { code: 'provider_unavailable' },
    })
  } finally {
    await impostor.stop()
  }
})
