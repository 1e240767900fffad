import { describe, expect, it } from 'vitest'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { verifyWithNewPassword } from '../../../lib/auth/verify-with-new-password'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, MINUTE } from '../../../lib/kernel/clock'
import { readSession } from '../../../lib/session/read'
import { verifyWithPassword } from '../../support/entries'
import { aRegisteredUser, aVisitor, expectOk, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const foreign = (jwt: string | null = null) => aVisitor({ network: '198.51.100.7', jwt })
const proof = (token: string, password: string) => ({ token, password, deviceMark: null })
const NEW = 'encore une phrase bien longue'

const stored = async ({ user }: TestUser) => {
  const { rows } = await world.pool.query('select * from users where id = $1', [user.id])
  return rows[0]
}

describe('the password of the account, in a foreign browser', () => {
  it('verifies, and signs this browser in beside the first', async () => {
    const { ctx } = world
    const person = await aRegisteredUser(world, freshEmail())
    const signIn = expectOk(await verifyWithPassword(ctx, proof(person.token, PASSWORD), foreign()))
    expect(signIn.user).toEqual({ ...person.user, emailVerified: true })
    for (const jwt of [signIn.session.jwt, person.jwt])
      expect((await readSession(ctx, jwt))?.user.emailVerified).toBe(true)
    await deliverDue(ctx)
    const subjects = ctx.mail.sent.filter(({ to }) => to === person.email).map(({ subject }) => subject)
    // No letter about the new browser: its reader has just opened this mailbox there.
    expect(subjects).toEqual(['Vérifiez votre email', 'Bienvenue sur Huntaze ! 🎉'])
    expect(await verifyEmail(ctx, person.token, aVisitor())).toMatchObject({ error: { code: 'token_used' } })
  })

  it('ends the session that the browser had with another account', async () => {
    const { ctx } = world
    const [person, other] = [
      await aRegisteredUser(world, freshEmail()),
      await aRegisteredUser(world, freshEmail()),
    ]
    expectOk(await verifyWithPassword(ctx, proof(person.token, PASSWORD), foreign(other.jwt)))
    expect(await readSession(ctx, other.jwt)).toBeNull()
    expect(await stored(other)).toMatchObject({ email_verified: false })
  })

  it('a wrong one verifies nobody, and leaves the link good', async () => {
    const { ctx } = world
    const person = await aRegisteredUser(world, freshEmail())
    expect(await verifyWithPassword(ctx, proof(person.token, 'wrong'), foreign())).toMatchObject({
      error: { code: 'invalid_credentials', fields: [{ field: 'password', code: 'password_wrong' }] },
    })
    expect(await stored(person)).toMatchObject({ email_verified: false })
    expectOk(await verifyWithPassword(ctx, proof(person.token, PASSWORD), foreign()))
  })

  // ASVS 6.3.1
  it('counts on the limits of signing in, which then refuse the right one too', async () => {
    const limited = await aWorld()
    const { token } = await aRegisteredUser(limited, freshEmail())
    const attempt = (password: string) => verifyWithPassword(limited.ctx, proof(token, password), foreign())
    for (let time = 0; time < 10; time += 1)
      expect(await attempt('wrong')).toMatchObject({ error: { code: 'invalid_credentials' } })
    expect(await attempt(PASSWORD)).toMatchObject({ error: { code: 'rate_limited' } })
    limited.ctx.now.advance(15 * MINUTE)
    expectOk(await attempt(PASSWORD))
  })

  it('is refused with a link that is unknown, used or too old, or whose account is disabled', async () => {
    const { ctx } = world
    const codeOf = async (token: string) => {
      const outcome = await verifyWithPassword(ctx, proof(token, PASSWORD), foreign())
      return outcome.ok ? 'ok' : outcome.error.code
    }
    const person = await aRegisteredUser(world, freshEmail())
    expect(await codeOf('0'.repeat(64))).toBe('invalid_token')
    expect(await codeOf(person.token)).toBe('ok')
    expect(await codeOf(person.token)).toBe('token_used')
    const disabled = await aRegisteredUser(world, freshEmail())
    await world.pool.query('update users set disabled_at = now() where id = $1', [disabled.user.id])
    expect(await codeOf(disabled.token)).toBe('account_disabled')
    const late = await aRegisteredUser(world, freshEmail())
    ctx.now.advance(DAY)
    expect(await codeOf(late.token)).toBe('token_expired')
  })

  it('of twenty at the same moment, one gets in', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        verifyWithPassword(world.ctx, proof(person.token, PASSWORD), foreign()),
      ),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  })
})

describe('a new password, in a foreign browser', () => {
  it('is judged with the name and the address of the account', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    for (const [newPassword, code] of [
      ['court', 'password_too_short'],
      ['Jean Dupont 2024', 'password_personal'],
      [`${person.email}!!`, 'password_personal'],
      ['Password123!', 'password_common'],
    ] as const)
      expect(
        await verifyWithNewPassword(world.ctx, { token: person.token, newPassword }, foreign()),
      ).toMatchObject({ error: { code: 'invalid_input', fields: [{ field: 'newPassword', code }] } })
    expect(await stored(person)).toMatchObject({ email_verified: false })
  })

  it('verifies, and is the password from then on', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const before = await stored(person)
    const signIn = expectOk(
      await verifyWithNewPassword(world.ctx, { token: person.token, newPassword: NEW }, foreign()),
    )
    expect(signIn.user.emailVerified).toBe(true)
    const after = await stored(person)
    expect(after).toMatchObject({
      email_verified: true,
      device_known: true,
      device_epoch: before.device_epoch + 1,
      password_changed_at: world.ctx.now(),
    })
    expect(await world.ctx.passwords.verify(NEW, after.password_hash)).toBe(true)
    expect(await world.ctx.passwords.verify(PASSWORD, after.password_hash)).toBe(false)
  })

  it('of twenty at the same moment, one gets in, and its password is the one', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const choices = Array.from({ length: 20 }, (_, index) => `${NEW} numéro ${index}`)
    const outcomes = await Promise.all(
      choices.map((newPassword) =>
        verifyWithNewPassword(world.ctx, { token: person.token, newPassword }, foreign()),
      ),
    )
    const winners = choices.filter((_, index) => outcomes[index]?.ok)
    expect(winners).toHaveLength(1)
    const { password_hash } = await stored(person)
    expect(await world.ctx.passwords.verify(winners[0] ?? '', password_hash)).toBe(true)
    const { rows } = await world.pool.query('select 1 from sessions where user_id = $1', [person.user.id])
    expect(rows).toHaveLength(1)
  })
})
