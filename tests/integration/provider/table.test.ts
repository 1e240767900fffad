import { describe, expect, it } from 'vitest'
import { setDisabled } from '../../../lib/account/change'
import { login } from '../../../lib/auth/login'
import { deliverDue } from '../../../lib/email/send/worker'
import { mintLink } from '../../../lib/link/mint'
import { readSession } from '../../../lib/session/read'
import { protect } from '../../support/authenticator'
import { leadsTo, ProviderBrowser } from '../../support/provider-browser'
import { shownRefusal, whoIs, worldWithProvider } from '../../support/provider-world'
import { aRegisteredUser, aVerifiedUser, aVisitor, freshEmail, PASSWORD } from '../../support/world'

const world = worldWithProvider()

const subjectsTo = (email: string) =>
  world.ctx.mail.sent.filter(({ to }) => to === email).map(({ subject }) => subject)

const eventsOf = async (email: string) => {
  const { rows } = await world.pool.query(
    'select type, detail from events where user_id = (select id from users where email = $1) order by id',
    [email],
  )
  return rows.map(({ type, detail }) => [type, detail])
}

const signIn = async (email: Parameters<typeof login>[1]['email']) => {
  const outcome = await login(world.ctx, { email, password: PASSWORD }, aVisitor())
  return outcome.ok ? 'ok' : outcome.error.code
}

/** Specification 4.7, row by row. */
describe('an address that the provider verified', () => {
  it('unknown here: a new account, verified, signed in, with a welcome e-mail', async () => {
    const [browser, email] = [new ProviderBrowser(), freshEmail()]
    const back = await browser.go({ email, name: '  Ada   Lovelace ' }, '?next=/account/data')
    await deliverDue(world.ctx)

    expect([back.status, leadsTo(back)]).toEqual([303, '/account/data'])
    expect(await whoIs(world, browser)).toMatchObject({
      email,
      name: 'Ada Lovelace',
      emailVerified: true,
      hasPassword: false,
      providers: ['oidc'],
    })
    expect(subjectsTo(email)).toEqual(['Bienvenue sur Huntaze ! 🎉'])
    expect(await eventsOf(email)).toEqual([
      ['registered', 'oidc'],
      ['email_verified', 'oidc'],
    ])
  })

  it('and the second time it is the same account, whatever the address is by then', async () => {
    const [first, email] = [new ProviderBrowser(), freshEmail()]
    await first.go({ email })
    const again = new ProviderBrowser()
    await again.go({ email, isVerified: false })
    expect((await whoIs(world, again))?.id).toBe((await whoIs(world, first))?.id)
    expect((await eventsOf(email)).at(-1)).toEqual(['signed_in', 'new_device'])
    await first.go({ email })
    expect((await eventsOf(email)).at(-1)).toEqual(['signed_in', 'oidc'])
  })

  it('of a never-verified account: whatever opened it is gone, then verified and signed in', async () => {
    const { email, jwt, user } = await aRegisteredUser(world, freshEmail())
    const reset = await mintLink(world.ctx, 'reset_password', { id: user.id, email })
    const browser = new ProviderBrowser()
    const back = await browser.go({ email, name: 'Owner' })
    await deliverDue(world.ctx)

    expect(leadsTo(back)).toBe('/dashboard')
    expect(await whoIs(world, browser)).toMatchObject({
      id: user.id,
      name: 'Owner',
      emailVerified: true,
      hasPassword: false,
      providers: ['oidc'],
    })
    expect(await readSession(world.ctx, jwt)).toBeNull()
    expect(await signIn(email)).toBe('invalid_credentials')
    const { rows } = await world.pool.query('select from email_verification_tokens where user_id = $1', [
      user.id,
    ])
    expect([rows, reset.token.length]).toEqual([[], 64])
    expect(subjectsTo(email).at(-1)).toBe('Bienvenue sur Huntaze ! 🎉')
  })

  it('of a never-verified account with ways in that a stranger added: none of them is left', async () => {
    const planted = await protect(world, await aRegisteredUser(world, freshEmail()))
    const { user, email } = planted
    const { pool } = world
    await pool.query(
      `insert into passkeys (user_id, credential_id, public_key, sign_count, backup_eligible, backed_up, transports, aaguid, name)
        values ($1, '\\x01', '\\x02', 0, false, false, '{}', gen_random_uuid(), 'planted')`,
      [user.id],
    )
    await pool.query('update users set passkeys = 1 where id = $1', [user.id])
    await pool.query(
      "insert into identities (user_id, provider, issuer, subject) values ($1, 'oidc', 'x', 'y')",
      [user.id],
    )
    const browser = new ProviderBrowser()
    await browser.go({ email })
    const session = await readSession(world.ctx, browser.cookie('auth-token') ?? null)
    expect(session).toMatchObject({
      user: { id: user.id },
      factors: { totp: false, passkeys: 0 },
      hasPassword: false,
    })
    const tables = ['passkeys', 'totp_secrets', 'recovery_codes', 'sign_in_steps', 'identities', 'sessions']
    const left = await Promise.all(
      tables.map(async (table) => {
        const { rows } = await pool.query(`select count(*) from ${table} where user_id = $1`, [user.id])
        return [table, Number(rows[0].count)]
      }),
    )
    expect(Object.fromEntries(left)).toEqual({
      passkeys: 0,
      totp_secrets: 0,
      recovery_codes: 0,
      sign_in_steps: 0,
      identities: 1,
      sessions: 1,
    })
  })

  it('of a verified account without this identity: never linked by itself, and nobody is in', async () => {
    const { email, jwt, user } = await aVerifiedUser(world, freshEmail())
    const browser = new ProviderBrowser()
    const back = await browser.go({ email }, '?next=/account/data')

    expect(leadsTo(back)).toBe(
      `/login?next=${encodeURIComponent(`/account/link?next=${encodeURIComponent('/account/data')}`)}`,
    )
    expect(shownRefusal(world, browser, back)).toBe('identity_unlinked')
    expect(await whoIs(world, browser)).toBeNull()
    expect((await readSession(world.ctx, jwt))?.user.id).toBe(user.id)
    expect(await signIn(email)).toBe('ok')
    const { rows } = await world.pool.query('select from identities where user_id = $1', [user.id])
    expect(rows).toEqual([])
  })

  it('that its former owner can still take back: counts as taken', async () => {
    const { user } = await aVerifiedUser(world, freshEmail())
    const former = freshEmail()
    await mintLink(world.ctx, 'undo_email_change', { id: user.id, email: former })
    const browser = new ProviderBrowser()
    expect(shownRefusal(world, browser, await browser.go({ email: former }))).toBe('email_taken')
    expect(await whoIs(world, browser)).toBeNull()
  })

  it.each(['linked', 'not linked'])('of a disabled account, %s: nobody is in', async (linked) => {
    const [browser, email] = [new ProviderBrowser(), freshEmail()]
    if (linked === 'linked') await browser.go({ email })
    else await aVerifiedUser(world, email)
    const { rows } = await world.pool.query('select id from users where email = $1', [email])
    await setDisabled(world.ctx, Number(rows[0].id), new Date())
    const again = new ProviderBrowser()
    expect(shownRefusal(world, again, await again.go({ email }))).toBe('account_disabled')
    expect(await whoIs(world, again)).toBeNull()
  })
})

/** "Non-verifying IdP", the fifth class of pre-hijacking (Sudhodanan and Paverd, USENIX Security 2022). */
describe('an address that the provider did not verify', () => {
  it('unknown here: an unverified account with a verification e-mail', async () => {
    const [browser, email] = [new ProviderBrowser(), freshEmail()]
    const back = await browser.go({ email, isVerified: false })
    await deliverDue(world.ctx)
    expect(leadsTo(back)).toBe('/dashboard')
    expect(await whoIs(world, browser)).toMatchObject({ emailVerified: false, providers: ['oidc'] })
    expect(subjectsTo(email)).toEqual(['Vérifiez votre email'])
  })

  it.each(['verified', 'never verified'])('known here, %s: never into that account', async (state) => {
    const make = state === 'verified' ? aVerifiedUser : aRegisteredUser
    const { email, user } = await make(world, freshEmail())
    const browser = new ProviderBrowser()
    const back = await browser.go({ email, isVerified: false })
    expect([leadsTo(back), shownRefusal(world, browser, back)]).toEqual([
      '/login?next=%2Fdashboard',
      'identity_unproven',
    ])
    expect([await whoIs(world, browser), browser.cookie('__Host-Http-auth-offer')]).toEqual([null, undefined])
    const { rows } = await world.pool.query('select from identities where user_id = $1', [user.id])
    expect(rows).toEqual([])
  })

  it('the owner comes later through a provider that verifies: the stranger is out', async () => {
    const [stranger, email] = [new ProviderBrowser(), freshEmail()]
    await stranger.go({ email, isVerified: false })
    const planted = await whoIs(world, stranger)
    // Another subject: what the stranger has at a provider of their own.
    await world.pool.query("update identities set subject = 'stranger' where user_id = $1", [planted?.id])
    const owner = new ProviderBrowser()
    await owner.go({ email, name: 'Owner' })

    expect(await whoIs(world, stranger)).toBeNull()
    expect(await whoIs(world, owner)).toMatchObject({ id: planted?.id, name: 'Owner', providers: ['oidc'] })
    const { rows } = await world.pool.query('select subject from identities where user_id = $1', [
      planted?.id,
    ])
    expect(rows.map(({ subject }) => subject)).not.toContain('stranger')
  })
})
