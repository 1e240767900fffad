import { describe, expect, it } from 'vitest'
import { requestReset } from '../../../lib/auth/request-reset'
import { deliverDue } from '../../../lib/email/send/worker'
import { MINUTE } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { LIFETIMES } from '../../../lib/kernel/lifetimes'
import { call } from '../../support/api'
import { leadsTo, ProviderBrowser } from '../../support/provider-browser'
import { shownRefusal, whoIs, worldWithProvider } from '../../support/provider-world'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'

const world = worldWithProvider()

const HOME = '/account/security'
const CONFIRM = '/account/confirm?next=%2Faccount%2Fsecurity'

/** A verified account with a password, signed in in a browser just now. */
async function aSignedIn(email = freshEmail()) {
  const { user } = await aVerifiedUser(world, email)
  const browser = new ProviderBrowser()
  browser.keep(await call('POST', '/api/auth/login', { json: { email, password: PASSWORD } }))
  return { browser, email, id: user.id }
}

const asJson = (browser: ProviderBrowser, path: string) => ({
  headers: { cookie: browser.header(path) },
  json: {},
})

const accept = async (browser: ProviderBrowser) =>
  browser.keep(await call('POST', '/api/account/identities', asJson(browser, '/')))

const unlink = (browser: ProviderBrowser, id: string) =>
  call('DELETE', '/api/account/identities/{id}', { ...asJson(browser, '/'), params: { id } })

const list = async (browser: ProviderBrowser) => {
  const response = await call('GET', '/api/account/identities', { headers: { cookie: browser.header('/') } })
  return ((await response.json()) as { identities: { id: string; provider: string }[] }).identities
}

const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code?: string }).code,
]

const lettersTo = async (email: string) => {
  await deliverDue(world.ctx)
  return world.ctx.mail.sent.filter(({ to }) => to === email).map(({ subject }) => subject)
}

const eventsOf = async (id: number) => {
  const { rows } = await world.pool.query(
    "select type, detail from events where user_id = $1 and type like 'identity%' order by id",
    [id],
  )
  return rows.map(({ type, detail }) => [type, detail])
}

describe('an identity with the address of a verified account', () => {
  it('is offered to whoever signs in to it as before, and linked when they say so', async () => {
    const { email, id } = await aSignedIn()
    const browser = new ProviderBrowser()
    await browser.go({ email })
    browser.keep(await call('POST', '/api/auth/login', { json: { email, password: PASSWORD } }))
    expect(await list(browser)).toEqual([])

    const accepted = await accept(browser)
    expect([accepted.status, await accepted.json()]).toEqual([200, { provider: 'oidc' }])
    expect(browser.cookie('__Host-Http-auth-offer')).toBeUndefined()
    expect((await list(browser)).map(({ provider }) => provider)).toEqual(['oidc'])
    expect(await eventsOf(id)).toEqual([['identity_linked', 'oidc']])
    expect(await lettersTo(email)).toContain('Une façon de vous connecter a été ajoutée')

    const later = new ProviderBrowser()
    expect(leadsTo(await later.go({ email: freshEmail() }))).toBe('/dashboard')
    const again = new ProviderBrowser()
    await again.go({ email })
    expect(await whoIs(world, again)).toMatchObject({ id, hasPassword: true })
  })

  it('is offered at once to whoever is signed in to it', async () => {
    const { browser, email } = await aSignedIn()
    expect(leadsTo(await browser.go({ email }))).toBe('/account/link?next=%2Fdashboard')
    expect((await accept(browser)).status).toBe(200)
  })

  it('is linked once, in this browser, to this account, for a quarter of an hour', async () => {
    const { email } = await aSignedIn()
    const other = await aSignedIn()
    const thief = new ProviderBrowser()
    await thief.go({ email })
    // The offer of one account, in a session of another.
    const mixed = new ProviderBrowser()
    mixed.cookies = [
      ...other.browser.cookies,
      ...thief.cookies.filter(({ name }) => name === '__Host-Http-auth-offer'),
    ]
    expect(await codeOf(await accept(mixed))).toEqual([404, 'not_found'])
    // The session of that account, without the offer.
    const { browser } = other
    expect(await codeOf(await accept(browser))).toEqual([404, 'not_found'])

    await browser.go({ email: other.email })
    world.ctx.now.advance(LIFETIMES.identityOffer)
    browser.keep(await call('POST', '/api/auth/login', { json: { email: other.email, password: PASSWORD } }))
    expect(await codeOf(await accept(browser))).toEqual([404, 'not_found'])
  })

  it('needs a fresh proof', async () => {
    const { browser, email } = await aSignedIn()
    await browser.go({ email })
    world.ctx.now.advance(LIFETIMES.freshProof + MINUTE)
    expect(await codeOf(await accept(browser))).toEqual([403, 'proof_needed'])
  })

  it('of twenty at once is linked once', async () => {
    const { browser, email, id } = await aSignedIn()
    await browser.go({ email })
    const all = await Promise.all(
      Array.from({ length: 20 }, () => call('POST', '/api/account/identities', asJson(browser, '/'))),
    )
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await eventsOf(id)).toHaveLength(1)
  })
})

describe('linking on the account page', () => {
  it('goes to the provider and back, and the page says so', async () => {
    const { browser, id, email } = await aSignedIn()
    const back = await browser.go({ email: freshEmail() }, '?link=1')
    expect(leadsTo(back)).toBe(HOME)
    expect(await whoIs(world, browser)).toMatchObject({ id, providers: ['oidc'] })
    expect(await eventsOf(id)).toEqual([['identity_linked', 'oidc']])
    expect(await lettersTo(email)).toContain('Une façon de vous connecter a été ajoutée')
  })

  it('asks to sign in, or for a proof, first', async () => {
    expect(leadsTo(await new ProviderBrowser().start('oidc', '?link=1'))).toBe(
      '/login?next=%2Faccount%2Fsecurity',
    )
    const { browser } = await aSignedIn()
    world.ctx.now.advance(LIFETIMES.freshProof + MINUTE)
    expect(leadsTo(await browser.start('oidc', '?link=1'))).toBe(CONFIRM)
  })

  it('takes no identity from another account', async () => {
    const email = freshEmail()
    await new ProviderBrowser().go({ email })
    const { browser } = await aSignedIn()
    const back = await browser.go({ email }, '?link=1')
    expect([leadsTo(back), shownRefusal(world, browser, back)]).toEqual([HOME, 'identity_taken'])
    expect(await list(browser)).toEqual([])
  })

  it('is over where the session that began it ended meanwhile', async () => {
    world.ctx.now.advance(MINUTE)
    const { browser } = await aSignedIn()
    const started = await browser.start('oidc', '?link=1')
    const url = await browser.signInAt(started.headers.get('location') ?? '', { email: freshEmail() })
    await call('POST', '/api/auth/logout', { headers: { cookie: browser.header('/') } })
    expect(leadsTo(await browser.comeBack(url))).toBe('/login?next=%2Faccount%2Fsecurity')
    const { rows } = await world.pool.query('select from identities where created_at = $1', [world.ctx.now()])
    expect(rows).toEqual([])
  })
})

describe('unlinking', () => {
  it('is told to the owner, and the identity opens the account no more', async () => {
    const { browser, id, email } = await aSignedIn()
    const other = freshEmail()
    await browser.go({ email: other }, '?link=1')
    const [identity] = await list(browser)
    const response = await unlink(browser, identity?.id ?? '')
    expect([response.status, await response.json()]).toEqual([200, { provider: 'oidc' }])
    expect((await eventsOf(id)).at(-1)).toEqual(['identity_unlinked', 'oidc'])
    expect(await lettersTo(email)).toContain('Une façon de vous connecter a été retirée')
    const after = new ProviderBrowser()
    await after.go({ email: other })
    expect((await whoIs(world, after))?.id).not.toBe(id)
  })

  it('of the last way in is refused, by a password it is not', async () => {
    const browser = new ProviderBrowser()
    await browser.go({ email: freshEmail() })
    const [identity] = await list(browser)
    expect(await codeOf(await unlink(browser, identity?.id ?? ''))).toEqual([409, 'last_way_in'])
    expect(await list(browser)).toHaveLength(1)
  })

  it('of the last two at once leaves one', async () => {
    const browser = new ProviderBrowser()
    await browser.go({ email: freshEmail() })
    await browser.go({ email: freshEmail() }, '?link=1')
    const both = await list(browser)
    expect(both).toHaveLength(2)
    const all = await Promise.all(both.map(({ id }) => unlink(browser, id)))
    expect(all.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  it('of somebody else’s, of none and of nonsense is 404, and asks for a proof', async () => {
    const stranger = await aSignedIn()
    await stranger.browser.go({ email: freshEmail() }, '?link=1')
    const [theirs] = await list(stranger.browser)
    const { browser } = await aSignedIn()
    for (const id of [theirs?.id ?? '', '00000000-0000-4000-8000-000000000000', 'nonsense'])
      expect(await codeOf(await unlink(browser, id))).toEqual([404, 'not_found'])
    expect(await list(stranger.browser)).toHaveLength(1)
    world.ctx.now.advance(LIFETIMES.freshProof + MINUTE)
    expect(await codeOf(await unlink(browser, theirs?.id ?? ''))).toEqual([403, 'proof_needed'])
  })
})

describe('an account without a password', () => {
  it('signs in again through its provider where an act needs a fresh proof', async () => {
    const [browser, email] = [new ProviderBrowser(), freshEmail()]
    await browser.go({ email })
    await browser.go({ email: freshEmail() }, '?link=1')
    world.ctx.now.advance(LIFETIMES.freshProof + MINUTE)
    const [identity] = await list(browser)
    for (const json of [{}, { password: PASSWORD }]) {
      const headers = { cookie: browser.header('/') }
      const response = await call('DELETE', '/api/account/identities/{id}', {
        headers,
        json,
        params: { id: identity?.id ?? '' },
      })
      expect(await response.json()).toMatchObject({
        code: 'proof_needed',
        errors: [{ code: 'password_none' }],
      })
    }
    await browser.go({ email })
    expect((await unlink(browser, identity?.id ?? '')).status).toBe(200)
  })

  it('has nothing to change or to confirm, and chooses one by mail', async () => {
    const [browser, email] = [new ProviderBrowser(), freshEmail()]
    await browser.go({ email })
    const headers = { cookie: browser.header('/') }
    const change = await call('POST', '/api/account/password', {
      headers,
      json: { currentPassword: PASSWORD, newPassword: 'une autre phrase, plus longue encore' },
    })
    expect(await change.json()).toMatchObject({
      code: 'invalid_credentials',
      errors: [{ code: 'password_none' }],
    })
    const confirm = await call('POST', '/api/auth/confirm', { headers, json: { password: PASSWORD } })
    expect(await codeOf(confirm)).toEqual([401, 'invalid_credentials'])
    const signIn = await call('POST', '/api/auth/login', { json: { email, password: '' } })
    expect(signIn.status).toBeGreaterThanOrEqual(400)
    expectOk(await requestReset(world.ctx, toEmailAddress(email), aVisitor()))
    await deliverDue(world.ctx)
    expect(await lettersTo(email)).toContain('Réinitialisez votre mot de passe')
  })
})
