import { beforeAll, describe, expect, it } from 'vitest'
import { changePassword } from '../../../lib/auth/account/change-password'
import { confirmPassword } from '../../../lib/auth/confirm'
import { disown } from '../../../lib/auth/disown'
import { logout } from '../../../lib/auth/logout'
import { register } from '../../../lib/auth/register'
import { resendLink } from '../../../lib/auth/resend-link'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { verifyWithNewPassword } from '../../../lib/auth/verify-with-new-password'
import { deliverDue } from '../../../lib/email/send/worker'
import { MINUTE } from '../../../lib/kernel/clock'
import { perform } from '../../../lib/operate/perform'
import { readSession } from '../../../lib/session/read'
import { expectNobodyNamed } from '../../support/acts'
import { login, verifyWithPassword } from '../../support/entries'
import { tokenFor } from '../../support/mail'
import { anOperator } from '../../support/operators'
import { aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '1000' } })

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1'

const fromFirefox = (jwt: string | null = null) => aVisitor({ userAgent: FIREFOX, jwt })

async function aNewcomer() {
  const email = freshEmail()
  const input = { name: 'Jean Dupont', email, password: PASSWORD }
  const { user, session } = expectOk(await register(world.ctx, input, fromFirefox()))
  await deliverDue(world.ctx)
  return { id: user.id, email, session, token: tokenFor(world.ctx.mail, email) }
}

const sessionOf = async (jwt: string) => {
  const session = await readSession(world.ctx, jwt)
  if (!session) throw new Error('no session')
  return session
}

async function eventsAbout(id: number) {
  await world.ctx.background.settled()
  const { rows } = await world.pool.query(
    `select type, actor_id::int as actor, session, browser, system, country, network, result, created_at
     from events where user_id = $1 order by id`,
    [id],
  )
  return rows
}

// ASVS 16.2.1, 16.3.1
describe('every event tells who, what, when, from which session and client, and how it ended', () => {
  const person = {} as Awaited<ReturnType<typeof aNewcomer>>
  let events: Awaited<ReturnType<typeof eventsAbout>>

  beforeAll(async () => {
    const { ctx } = world
    Object.assign(person, await aNewcomer())
    const { email, session, token } = person
    ctx.now.advance(MINUTE)
    expectOk(await resendLink(ctx, undefined, fromFirefox(session.jwt)))
    expectOk(await verifyEmail(ctx, token, fromFirefox(session.jwt)))
    const input = { session: await sessionOf(session.jwt), deviceMark: null }
    await confirmPassword(ctx, { ...input, password: 'une autre phrase de passe' }, fromFirefox(session.jwt))
    const confirmed = expectOk(
      await confirmPassword(ctx, { ...input, password: PASSWORD }, fromFirefox(session.jwt)),
    )
    const chosen = { currentPassword: PASSWORD, newPassword: `${PASSWORD} encore`, deviceMark: null }
    const confirmedSession = await sessionOf(confirmed.jwt)
    const wrong = { ...chosen, currentPassword: 'une autre phrase de passe' }
    await changePassword(ctx, confirmedSession, wrong, fromFirefox(confirmed.jwt))
    const changed = expectOk(await changePassword(ctx, confirmedSession, chosen, fromFirefox(confirmed.jwt)))
    await logout(ctx, fromFirefox(changed.session.jwt))
    await login(ctx, { email, password: PASSWORD }, fromFirefox())
    expectOk(await login(ctx, { email, password: chosen.newPassword }, fromFirefox()))
    events = await eventsAbout(person.id)
  })

  it('of a person', () => {
    const same = { actor: person.id, session: person.session.handle, result: 'ok' }
    const refused = { ...same, result: 'refused' }
    expect(events.map(({ type, actor, session, result }) => ({ type, actor, session, result }))).toEqual(
      expect.arrayContaining([
        { type: 'registered', ...same },
        { type: 'verification_resent', ...same },
        { type: 'email_verified', ...same },
        { type: 'password_refused', ...refused },
        { type: 'password_confirmed', ...same },
        { type: 'password_changed', ...same },
        { type: 'signed_out', ...same },
        { type: 'sign_in_refused', actor: null, session: null, result: 'refused' },
        { type: 'signed_in', actor: person.id, session: expect.any(String), result: 'ok' },
      ]),
    )
    expect(events).toHaveLength(10)
  })

  it('with browser, system, country and network', () => {
    const clients = events.map(({ browser, system, country, network }) =>
      [browser, system, country, network?.toString('hex')].join(' '),
    )
    expect(new Set(clients).size).toBe(1)
    expect(clients[0]).toMatch(/^Firefox Linux FR [0-9a-f]{64}$/)
  })

  it('of an operator: their session and client, and not the person’s', async () => {
    const operator = await anOperator(world)
    const actor = { ...operator.actor, visitor: aVisitor({ userAgent: SAFARI }) }
    expectOk(await perform(world.ctx, actor, { act: 'end_sessions', userId: person.id }))
    expect((await eventsAbout(person.id)).at(-1)).toMatchObject({
      type: 'sessions_ended',
      actor: operator.user.id,
      session: actor.handle,
      browser: 'Safari',
      system: 'iOS',
      result: 'ok',
    })
  })

  it('of whoever disowned an account, though it is gone', async () => {
    const { id, token } = await aNewcomer()
    expectOk(await disown(world.ctx, token, aVisitor({ userAgent: SAFARI })))
    expect((await eventsAbout(id)).at(-1)).toMatchObject({
      type: 'account_disowned',
      session: null,
      browser: 'Safari',
      network: expect.any(Buffer),
    })
  })

  it('of a link opened in a browser of somebody else: the client, and no session', async () => {
    const [one, other] = [await aNewcomer(), await aNewcomer()]
    expectOk(await verifyEmail(world.ctx, one.token, fromFirefox(other.session.jwt)))
    expect((await eventsAbout(one.id)).at(-1)).toMatchObject({
      type: 'email_verified',
      session: null,
      browser: 'Firefox',
    })
  })

  it.each([
    ['the password', ['signed_in', 'email_verified']],
    ['a new password', ['signed_in', 'email_verified', 'password_reset']],
  ])('of a link with %s in a foreign browser, also of an account that had no key yet', async (how, types) => {
    const { id, token } = await aNewcomer()
    await world.pool.query('update users set network_key = null where id = $1', [id])
    const { ctx } = world
    const visitor = aVisitor({ userAgent: SAFARI })
    const { session } = expectOk(
      how === 'the password'
        ? await verifyWithPassword(ctx, { token, password: PASSWORD, deviceMark: null }, visitor)
        : await verifyWithNewPassword(ctx, { token, newPassword: `${PASSWORD} encore` }, visitor),
    )
    const events = (await eventsAbout(id)).slice(1)
    expect(events.map(({ type }) => type)).toEqual(types)
    for (const event of events)
      expect(event).toMatchObject({
        session: session.handle,
        browser: 'Safari',
        system: 'iOS',
        country: 'FR',
      })
    expect(new Set(events.map(({ network }) => network.toString('hex'))).size).toBe(1)
  })

  // ASVS 16.2.5
  it('without an address, a name or a secret', () => expectNobodyNamed(world, 15))
})
