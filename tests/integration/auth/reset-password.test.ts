import { describe, expect, it } from 'vitest'
import { setPassword } from '../../../lib/account/change'
import { findAccount } from '../../../lib/account/find'
import { requestReset } from '../../../lib/auth/request-reset'
import { resetPassword } from '../../../lib/auth/reset-password'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { deliverDue } from '../../../lib/email/send/worker'
import { openOutcome } from '../../../lib/http/form/outcome'
import { HOUR, MINUTE } from '../../../lib/kernel/clock'
import { findLink } from '../../../lib/link/find'
import { mintLink } from '../../../lib/link/mint'
import { LINK_PURPOSE_NAMES } from '../../../lib/link/purposes'
import { readSession } from '../../../lib/session/read'
import { call } from '../../support/api'
import { login } from '../../support/entries'
import { letterTo } from '../../support/mail'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  PASSWORD,
  type TestUser,
} from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '3' }, isServed: true })

const NEW = 'une tout autre phrase de passe'

const reset = (token: string, password = NEW) => resetPassword(world.ctx, { token, password }, aVisitor())
const signIn = (email: TestUser['email'], password: string, deviceMark: string | null = null) =>
  login(world.ctx, { email, password, deviceMark }, aVisitor())

/** A person and the token of the reset link that was mailed to them. */
async function forgetful(make: typeof aVerifiedUser = aVerifiedUser) {
  const person = await make(world, freshEmail())
  expectOk(await requestReset(world.ctx, person.email, aVisitor()))
  await deliverDue(world.ctx)
  const letter = letterTo(world.ctx.mail, person.email, /Réinitialisez votre mot de passe/)
  const [, token = ''] = /reset-password\?token=([0-9a-f]{64})/.exec(letter?.text ?? '') ?? []
  return { ...person, verification: person.token, token }
}

const lettersTo = (email: string): string[] =>
  world.ctx.mail.sent.filter(({ to }) => to === email).map(({ subject }) => subject)

describe('a new password by a mailed link', () => {
  // ASVS 6.4.3, 7.4.3
  it('replaces the password, ends every session, and signs nobody in', async () => {
    const { email, jwt, token } = await forgetful()
    const other = expectOk(await signIn(email, PASSWORD))
    expect(expectOk(await reset(token))).toEqual({ email })
    for (const session of [jwt, other.session.jwt]) expect(await readSession(world.ctx, session)).toBeNull()
    expect(await signIn(email, PASSWORD)).toMatchObject({ error: { code: 'invalid_credentials' } })
    expectOk(await signIn(email, NEW))
  })

  it('answers to the letter, and tells the sign-in page the address in a sealed cookie alone', async () => {
    const { email, token } = await forgetful()
    const response = await call('POST', '/api/auth/reset-password', { json: { token, password: NEW } })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('{"success":true,"message":"Password changed"}')
    const cookies = response.headers.getSetCookie()
    expect(cookies).toEqual([expect.stringMatching(/^form-outcome=[\w-]+; Path=\/login; .*HttpOnly/)])
    const headers = new Headers({ cookie: cookies[0]?.split(';')[0] ?? '' })
    expect(openOutcome(world.ctx, '/login', headers)?.values).toEqual({ email })
    expect(openOutcome(world.ctx, '/forgot-password', headers)).toBeUndefined()
  })

  // ASVS 6.3.7
  it('tells the owner, with a way to say "this was not me"', async () => {
    const { email, token } = await forgetful()
    expectOk(await reset(token))
    await deliverDue(world.ctx)
    const letter = letterTo(world.ctx.mail, email, /Votre mot de passe a changé/)
    const [, notMe = ''] = /auth\/not-me\?token=([0-9a-f]{64})/.exec(letter?.text ?? '') ?? []
    expect(await findLink(world.ctx, 'not_me', notMe)).toMatchObject({ state: 'valid', session: null })
  })

  it('proves the address of an account whose address was unproven, and welcomes it', async () => {
    const { email, user, token, verification } = await forgetful(aRegisteredUser)
    expectOk(await reset(token))
    await deliverDue(world.ctx)
    expect(await findAccount(world.ctx, user.id)).toMatchObject({ emailVerified: true })
    expect(lettersTo(email)).toContain('Bienvenue sur Huntaze ! 🎉')
    expect(await verifyEmail(world.ctx, verification, aVisitor())).toMatchObject({
      error: { code: 'token_used' },
    })
  })

  it('voids every other mailed link of the account, but not the one that undoes a change of address', async () => {
    const { user, token } = await forgetful()
    const others = await Promise.all(
      LINK_PURPOSE_NAMES.map(async (purpose) => ({ purpose, ...(await mintLink(world.ctx, purpose, user)) })),
    )
    expectOk(await reset(token))
    const states = await Promise.all(
      others.map(async ({ purpose, token: other }) => [
        purpose,
        (await findLink(world.ctx, purpose, other)).state,
      ]),
    )
    expect(Object.fromEntries(states)).toEqual({
      verify_email: 'used',
      reset_password: 'used',
      change_email: 'used',
      undo_email_change: 'valid',
      not_me: 'used',
    })
  })

  it('cancels waiting messages whose links are void now', async () => {
    const { email, token } = await forgetful()
    expectOk(await requestReset(world.ctx, email, aVisitor()))
    world.ctx.now.advance(MINUTE)
    const { ctx } = world
    const unsent = { ...ctx, mail: { ...ctx.mail, send: () => Promise.reject(new Error('provider away')) } }
    await deliverDue(unsent)
    expectOk(await reset(token))
    const before = lettersTo(email).filter((subject) => subject.startsWith('Réinitialisez')).length
    world.ctx.now.advance(10 * MINUTE)
    await deliverDue(ctx)
    expect(lettersTo(email).filter((subject) => subject.startsWith('Réinitialisez')).length).toBe(before)
  })

  it('voids the marks of known devices, and the next sign-in is the silent first', async () => {
    const { email, user, token } = await forgetful()
    const { deviceMark } = expectOk(await signIn(email, PASSWORD))
    const before = (await findAccount(world.ctx, user.id))?.deviceEpoch ?? 0
    expectOk(await reset(token))
    expect(await findAccount(world.ctx, user.id)).toMatchObject({
      deviceEpoch: before + 1,
      deviceKnown: false,
    })
    expectOk(await signIn(email, NEW, deviceMark))
    await deliverDue(world.ctx)
    expect(lettersTo(email)).not.toContain('Nouvelle connexion à votre compte')
  })

  it('forgives the guesses that the person used up', async () => {
    const { email, token } = await forgetful()
    for (let count = 0; count < 1000; count += 1) {
      const guess = await signIn(email, 'pas le bon')
      if (!guess.ok && guess.error.code === 'rate_limited') break
    }
    expect(await signIn(email, PASSWORD)).toMatchObject({ error: { code: 'rate_limited' } })
    expectOk(await reset(token))
    expectOk(await signIn(email, NEW))
  })

  it('is recorded with the client that did it', async () => {
    const { user, token } = await forgetful()
    expectOk(await reset(token))
    const { rows } = await world.pool.query(
      `select type, actor_id, network is not null as network from events where user_id = $1 order by id desc limit 1`,
      [user.id],
    )
    expect(rows).toEqual([{ type: 'password_reset', actor_id: String(user.id), network: true }])
  })
})

describe('a reset link', () => {
  // ASVS 6.4.1
  it('works for an hour, once', async () => {
    const { token } = await forgetful()
    world.ctx.now.advance(HOUR)
    expect(await reset(token)).toMatchObject({ error: { code: 'token_expired' } })
    const fresh = await forgetful()
    expectOk(await reset(fresh.token))
    expect(await reset(fresh.token)).toMatchObject({ error: { code: 'token_used' } })
    expect(await reset('0'.repeat(64))).toMatchObject({ error: { code: 'invalid_token' } })
  })

  it('stays good after a password that was refused, also for what it says of its owner', async () => {
    const { token } = await forgetful()
    for (const [password, code] of [
      ['court', 'password_too_short'],
      ['Jean-Dupont-1', 'password_personal'],
    ] as const)
      expect(await reset(token, password)).toMatchObject({
        error: { code: 'invalid_input', fields: [{ field: 'password', code }] },
      })
    expectOk(await reset(token))
  })

  // ASVS 6.6.2
  it('is no verification link, nor the other way round', async () => {
    const { token, verification } = await forgetful(aRegisteredUser)
    expect(await verifyEmail(world.ctx, token, aVisitor())).toMatchObject({
      error: { code: 'invalid_token' },
    })
    expect(await reset(verification)).toMatchObject({ error: { code: 'invalid_token' } })
  })

  it('does nothing for a disabled account', async () => {
    const { user, token } = await forgetful()
    await world.pool.query('update users set disabled_at = now() where id = $1', [user.id])
    expect(await reset(token)).toMatchObject({ error: { code: 'account_disabled' } })
  })

  // ASVS 2.3.4, 15.4.2
  it('lets one of twenty parallel uses through', async () => {
    const { email, token } = await forgetful()
    const passwords = Array.from({ length: 20 }, (_, index) => `phrase de passe numéro ${index} du lot`)
    const results = await Promise.all(passwords.map((password) => reset(token, password)))
    const won = passwords.filter((_, index) => results[index]?.ok)
    expect(won).toHaveLength(1)
    const codes = results.flatMap((result) => (result.ok ? [] : [result.error.code]))
    expect(new Set(codes)).toEqual(new Set(['token_used']))
    expectOk(await signIn(email, won[0] ?? ''))
  })

  it('control: without the lock and the single use, several of twenty would get through', async () => {
    const { user, token } = await forgetful()
    const results = await Promise.all(
      Array.from({ length: 20 }, async () => {
        if ((await findLink(world.ctx, 'reset_password', token)).state !== 'valid') return false
        const passwordHash = await world.ctx.passwords.hash(NEW)
        await setPassword(world.ctx, user.id, { passwordHash, deviceKnown: false })
        await world.pool.query('delete from email_verification_tokens where user_id = $1', [user.id])
        return true
      }),
    )
    expect(results.filter(Boolean).length).toBeGreaterThan(1)
  })
})
