import { describe, expect, it } from 'vitest'
import { changePassword } from '../../../../lib/auth/account/change-password'
import { confirmPassword } from '../../../../lib/auth/confirm'
import { requestEmailChange } from '../../../../lib/auth/email-change/request'
import { deliverDue } from '../../../../lib/email/send/worker'
import { HOUR, MINUTE } from '../../../../lib/kernel/clock'
import { findLink } from '../../../../lib/link/find'
import { mintLink } from '../../../../lib/link/mint'
import { isKnownDevice } from '../../../../lib/session/device/mark'
import { type ActiveSession, readSession } from '../../../../lib/session/read'
import { login } from '../../../support/entries'
import { letterTo } from '../../../support/mail'
import { eventsOf } from '../../../support/operators'
import {
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  PASSWORD,
  type TestUser,
} from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()

const NEW = 'un tout autre mot de passe, plus long'

async function sessionOf(jwt: string) {
  const session = await readSession(world.ctx, jwt)
  if (!session) throw new Error('no session')
  return session
}

const changeIn = (
  session: ActiveSession,
  { newPassword = NEW, currentPassword = PASSWORD, visitor = aVisitor() } = {},
) => changePassword(world.ctx, session, { currentPassword, newPassword, deviceMark: null }, visitor)

const change = async (
  jwt: string,
  newPassword = NEW,
  currentPassword = PASSWORD,
  visitor = aVisitor({ jwt }),
) => changeIn(await sessionOf(jwt), { newPassword, currentPassword, visitor })

const signIn = ({ email }: TestUser, password: string) => login(world.ctx, { email, password }, aVisitor())

describe('a new password', () => {
  // ASVS 6.2.2, 6.2.3, 7.4.3
  it('replaces the old one, ends every other session at once, and renews this one', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const other = expectOk(await signIn(person, PASSWORD)).session.jwt
    const { user, session } = expectOk(await change(person.jwt))
    expect(user).toEqual(person.user)
    expect(await readSession(world.ctx, other)).toBeNull()
    expect(await readSession(world.ctx, person.jwt)).toBeNull()
    expect((await readSession(world.ctx, session.jwt))?.user.id).toBe(person.user.id)
    expect(await signIn(person, PASSWORD)).toMatchObject({ error: { code: 'invalid_credentials' } })
    expectOk(await signIn(person, NEW))
    expect(await eventsOf(world, person.user.id)).toContain('password_changed')
  })

  it('voids every device mark, and gives this browser a new one', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const before = expectOk(await signIn(person, PASSWORD)).deviceMark
    const { deviceMark } = expectOk(await change(person.jwt))
    const { rows } = await world.pool.query('select id::int, device_epoch from users where id = $1', [
      person.user.id,
    ])
    const account = { id: rows[0].id, deviceEpoch: rows[0].device_epoch }
    expect(isKnownDevice(world.ctx.env, account, before)).toBe(false)
    expect(isKnownDevice(world.ctx.env, account, deviceMark)).toBe(true)
  })

  // ASVS 6.3.7
  it('is told to the owner, with a link that says "this was not me"', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    expectOk(await change(person.jwt))
    await deliverDue(world.ctx)
    const mail = letterTo(world.ctx.mail, person.email, /^Votre mot de passe a changé$/)
    const token = /not-me\?token=([0-9a-f]{64})/.exec(mail?.text ?? '')?.[1] ?? ''
    expect(await findLink(world.ctx, 'not_me', token)).toMatchObject({ state: 'valid', session: null })
  })

  it('voids links to choose a password; what protects the owner stays, and so does a pending address', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const { id, email } = person.user
    const reset = await mintLink(world.ctx, 'reset_password', { id, email })
    const notMe = await mintLink(world.ctx, 'not_me', { id, email })
    const undo = await mintLink(world.ctx, 'undo_email_change', { id, email: freshEmail() })
    const pending = await mintLink(world.ctx, 'change_email', { id, email: freshEmail() })
    expectOk(await change(person.jwt))
    const state = async (...[purpose, { token }]: [Parameters<typeof findLink>[1], { token: string }]) =>
      (await findLink(world.ctx, purpose, token)).state
    expect(await state('reset_password', reset)).toBe('used')
    expect(await state('not_me', notMe)).toBe('valid')
    expect(await state('undo_email_change', undo)).toBe('valid')
    expect(await state('change_email', pending)).toBe('valid')
  })
})

describe('a new password is refused', () => {
  it('without the present one: counted as a failed sign-in, until nobody may try any more', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const refusal = {
      error: {
        code: 'invalid_credentials',
        fields: [{ field: 'currentPassword', code: 'password_wrong' }],
      },
    }
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(await change(person.jwt, NEW, 'pas le bon')).toMatchObject(refusal)
    expect(await change(person.jwt)).toMatchObject({ error: { code: 'rate_limited' } })
    expect(await signIn(person, PASSWORD)).toMatchObject({ error: { code: 'rate_limited' } })
    world.ctx.now.advance(15 * MINUTE)
    expectOk(await change(person.jwt))
  })

  it.each([
    ['the present one again', PASSWORD, 'password_unchanged'],
    ['too short', 'court', 'password_too_short'],
    ['known to everybody', 'motdepasse123', 'password_common'],
    ['the person’s own name', 'JeanDupont2024', 'password_personal'],
  ])('when it is %s', async (_what, password, code) => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    expect(await change(jwt, password)).toEqual({
      ok: false,
      error: { code: 'invalid_input', fields: [{ field: 'newPassword', code }] },
    })
    expect(await readSession(world.ctx, jwt)).not.toBeNull()
  })

  it('the sixth time in an hour: each mails a notice', async () => {
    let { jwt } = await aVerifiedUser(world, freshEmail())
    for (let index = 0; index < 5; index += 1) {
      const current = index === 0 ? PASSWORD : `${NEW} ${index}`
      jwt = expectOk(await change(jwt, `${NEW} ${index + 1}`, current)).session.jwt
    }
    expect(await change(jwt, NEW, `${NEW} 5`)).toMatchObject({ error: { code: 'rate_limited' } })
    world.ctx.now.advance(HOUR)
    expectOk(await change(jwt, NEW, `${NEW} 5`))
  })
})

describe('beside other requests', () => {
  it('of two changes at once, from two browsers, one succeeds and the other is signed out', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await aVerifiedUser(world, freshEmail())
      const other = expectOk(await signIn(person, PASSWORD)).session.jwt
      const results = await Promise.all([change(person.jwt, `${NEW} 1`), change(other, `${NEW} 2`)])
      expect(results.map((result) => (result.ok ? 'ok' : result.error.code)).sort()).toEqual([
        'ok',
        'unauthenticated',
      ])
      const { rows } = await world.pool.query('select count(*)::int as n from sessions where user_id = $1', [
        person.user.id,
      ])
      expect(rows[0].n).toBe(1)
    }
  })

  it('in a session that ended meanwhile, an old password is neither called wrong nor noted as a guess', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const other = expectOk(await signIn(person, PASSWORD)).session.jwt
    const [mine, theirs] = [await sessionOf(person.jwt), await sessionOf(other)]
    expectOk(await changeIn(mine))
    const late = await changeIn(theirs)
    expect(late).toEqual({ ok: false, error: { code: 'unauthenticated' } })
    const confirmation = { session: theirs, password: PASSWORD, deviceMark: null }
    expect(await confirmPassword(world.ctx, confirmation, aVisitor())).toEqual(late)
    await world.ctx.background.settled()
    expect(await eventsOf(world, person.user.id)).not.toContain('password_refused')
  })

  it('an address that waits for its proof is still asked for afterwards', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const wanted = freshEmail()
    expectOk(
      await requestEmailChange(world.ctx, wanted, await sessionOf(person.jwt), aVisitor({ jwt: person.jwt })),
    )
    expectOk(await change(person.jwt))
    await deliverDue(world.ctx)
    expect(world.ctx.mail.sent.filter(({ to }) => to === wanted)).toHaveLength(1)
  })
})
