import { describe, expect, it } from 'vitest'
import { WEB_ROUTES } from '../../../app/api/web-routes'
import { SECOND } from '../../../lib/kernel/clock'
import { LIFETIMES } from '../../../lib/kernel/lifetimes'
import { startFlow } from '../../../lib/provider/start'
import { providerOf } from '../../../lib/provider/table'
import { apiRequest } from '../../support/api'
import { leadsTo, ProviderBrowser } from '../../support/provider-browser'
import { shownRefusal, whoIs, worldWithProvider } from '../../support/provider-world'
import { freshEmail } from '../../support/world'

const world = worldWithProvider()

const countOf = async (table: 'sessions' | 'provider_flows' | 'users'): Promise<number> =>
  Number((await world.pool.query(`select count(*) from ${table}`)).rows[0].count)

/** A browser that signed in at the provider, and stands before its way back. */
async function aWayBack(browser = new ProviderBrowser()) {
  const started = await browser.start()
  const url = await browser.signInAt(leadsAway(started), { email: freshEmail() })
  return { browser, url }
}

const leadsAway = (response: Response): string => response.headers.get('location') ?? ''

describe('the way to a provider', () => {
  // ASVS 10.2.1, 10.2.3
  it('carries PKCE, state and nonce, and our row keeps their hash or a seal alone', async () => {
    const browser = new ProviderBrowser()
    const response = await browser.start()
    const { origin, searchParams } = new URL(leadsAway(response))
    expect([response.status, origin]).toEqual([303, world.at.issuer])
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: 'huntaze',
      code_challenge_method: 'S256',
      redirect_uri: 'https://auth.huntaze.test/auth/oidc/oidc/callback',
      response_type: 'code',
      scope: 'openid email profile',
    })
    const { rows } = await world.pool.query('select * from provider_flows')
    const kept = JSON.stringify(rows.map((row) => Object.values(row).map(String)))
    for (const secret of [
      searchParams.get('state'),
      searchParams.get('nonce'),
      browser.cookie('__Host-Http-auth-provider-oidc'),
    ])
      expect(kept).not.toContain(secret)
  })

  it('sets one short-lived cookie, for its provider alone', async () => {
    const [cookie = ''] = (await new ProviderBrowser().start()).headers.getSetCookie()
    expect(cookie.replace(/=[\w-]{43};/, '=…;')).toBe(
      '__Host-Http-auth-provider-oidc=…; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure',
    )
  })

  it.each(['google', 'apple', 'facebook', 'OIDC', '__proto__', 'constructor'])(
    'is 404 for %s, which is not configured',
    async (name) => {
      for (const path of [`/auth/oidc/${name}`, `/auth/oidc/${name}/callback`]) {
        const route = path.endsWith('callback') ? '/auth/oidc/{provider}/callback' : '/auth/oidc/{provider}'
        const response = await WEB_ROUTES[route].GET(apiRequest('GET', path))
        expect(response.status).toBe(404)
        expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
      }
    },
  )

  it.each<[string, Record<string, string>]>([
    ['loads ahead', { 'sec-purpose': 'prefetch' }],
    ['comes from another site', { 'sec-fetch-site': 'cross-site' }],
    ['is a picture', { 'sec-fetch-dest': 'image' }],
  ])('is not taken by a request that %s', async (_, headers) => {
    const before = await countOf('provider_flows')
    expect((await new ProviderBrowser().start('oidc', '', headers)).status).toBe(403)
    expect(await countOf('provider_flows')).toBe(before)
  })

  it('changes nothing by HEAD, and takes no other method', async () => {
    const before = await countOf('provider_flows')
    const { HEAD, POST } = WEB_ROUTES['/auth/oidc/{provider}']
    expect((await HEAD(apiRequest('HEAD', '/auth/oidc/oidc'))).status).toBe(204)
    expect((await POST(apiRequest('POST', '/auth/oidc/oidc'))).status).toBe(405)
    expect(await countOf('provider_flows')).toBe(before)
  })

  // ASVS 1.2.2, 3.7.2
  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'leads afterwards to a path of ours, never to %s',
    async (next) => {
      const browser = new ProviderBrowser()
      const back = await browser.go({ email: freshEmail() }, `?next=${encodeURIComponent(next)}`)
      expect(leadsAway(back)).toBe('https://auth.huntaze.test/dashboard')
    },
  )
})

describe('the way back', () => {
  // ASVS 10.1.2
  it('is good once', async () => {
    const { browser, url } = await aWayBack()
    expect(leadsTo(await browser.comeBack(url))).toBe('/dashboard')
    const again = await browser.comeBack(url)
    expect([leadsTo(again), shownRefusal(world, browser, again)]).toEqual(['/login', 'provider_failed'])
  })

  it('of twenty at once signs in once', async () => {
    const { browser, url } = await aWayBack()
    const before = [await countOf('sessions'), await countOf('users')]
    const all = await Promise.all(Array.from({ length: 20 }, () => browser.comeBack(url)))
    const isIn = all.filter((response) =>
      response.headers.getSetCookie().some((line) => /^auth-token=./.test(line)),
    )
    expect(isIn).toHaveLength(1)
    expect([await countOf('sessions'), await countOf('users')]).toEqual(before.map((count) => count + 1))
  })

  it('of one person from five browsers at once makes one account', async () => {
    const email = freshEmail()
    const ways = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const browser = new ProviderBrowser()
        const url = await browser.signInAt(leadsAway(await browser.start()), { email })
        return { browser, url }
      }),
    )
    const before = await countOf('users')
    const all = await Promise.all(ways.map(({ browser, url }) => browser.comeBack(url)))
    expect(all.map(leadsTo)).toEqual(all.map(() => '/dashboard'))
    expect(await countOf('users')).toBe(before + 1)
    const ids = await Promise.all(ways.map(async ({ browser }) => (await whoIs(world, browser))?.id))
    expect(new Set(ids).size).toBe(1)
  })

  // ASVS 10.1.2, 10.2.1
  it('in another browser, or one without the cookie, signs nobody in, and is over', async () => {
    for (const other of [new ProviderBrowser(), (await aWayBack()).browser]) {
      const { browser, url } = await aWayBack()
      const foreign = await other.comeBack(url)
      expect([leadsTo(foreign), shownRefusal(world, other, foreign)]).toEqual(['/login', 'provider_failed'])
      expect(await whoIs(world, other)).toBeNull()
      expect(leadsTo(await browser.comeBack(url))).toBe('/login')
    }
  })

  it('is good for ten minutes', async () => {
    const [early, late] = [await aWayBack(), await aWayBack()]
    world.ctx.now.advance(LIFETIMES.providerFlow - SECOND)
    expect(leadsTo(await early.browser.comeBack(early.url))).toBe('/dashboard')
    world.ctx.now.advance(SECOND)
    expect(leadsTo(await late.browser.comeBack(late.url))).toBe('/login')
  })

  it('with another state, two of them, or none is none', async () => {
    const { browser, url } = await aWayBack()
    for (const change of [
      (query: URLSearchParams) => query.set('state', 'other'),
      (query: URLSearchParams) => query.append('state', 'other'),
      (query: URLSearchParams) => query.delete('state'),
    ]) {
      const bent = new URL(url)
      change(bent.searchParams)
      expect(leadsTo(await browser.comeBack(bent))).toBe('/login')
    }
    expect(leadsTo(await browser.comeBack(url))).toBe('/dashboard')
  })

  it('of one flow with the code of another is refused by the provider: PKCE', async () => {
    const browser = new ProviderBrowser()
    const [mine, theirs] = [await aWayBack(browser), await aWayBack()]
    const mixed = new URL(mine.url)
    mixed.searchParams.set('code', new URL(theirs.url).searchParams.get('code') ?? '')
    const back = await browser.comeBack(mixed)
    expect([leadsTo(back), await whoIs(world, browser)]).toEqual(['/login?next=%2Fdashboard', null])
  })

  it('loaded ahead uses nothing up', async () => {
    const { browser, url } = await aWayBack()
    const { pathname, search } = new URL(url)
    const headers = { cookie: browser.header(pathname), 'sec-purpose': 'prefetch' }
    const { GET } = WEB_ROUTES['/auth/oidc/{provider}/callback']
    expect((await GET(apiRequest('GET', pathname + search, { headers }))).status).toBe(403)
    expect(leadsTo(await browser.comeBack(url))).toBe('/dashboard')
  })

  it('of two tabs leads each of them in', async () => {
    const browser = new ProviderBrowser()
    const [first, second] = [await aWayBack(browser), await aWayBack(browser)]
    expect(leadsTo(await browser.comeBack(first.url))).toBe('/dashboard')
    expect(leadsTo(await browser.comeBack(second.url))).toBe('/dashboard')
  })
})

it('a provider that is away costs one sentence, and no second wait', async () => {
  const provider = providerOf(world.ctx.env, 'oidc')
  if (!provider) throw new Error('no provider')
  const away = { ...provider, issuer: 'http://127.0.0.1:9' }
  const start = {
    next: '/',
    locale: 'fr',
    deviceMark: null,
    jwt: null,
    session: null,
    browser: null,
  } as const
  const outcomes = await Promise.all([1, 2, 3].map(() => startFlow(world.ctx, away, start)))
  outcomes.push(await startFlow(world.ctx, away, start))
  expect(outcomes.map((outcome) => !outcome.ok && outcome.error.code)).toEqual(
    outcomes.map(() => 'provider_unavailable'),
  )
  const tries = () => world.logged.filter((line) => line.includes('provider_unavailable')).length
  expect(tries()).toBe(1)
  world.ctx.now.advance(30 * SECOND)
  await startFlow(world.ctx, away, start)
  expect(tries()).toBe(2)
})
