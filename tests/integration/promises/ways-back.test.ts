import { describe, expect, it } from 'vitest'
import { confirmCode } from '../../../lib/auth/confirm-code'
import { login } from '../../../lib/auth/login'
import { loseFactor } from '../../../lib/auth/lose-factor'
import { requestReset } from '../../../lib/auth/request-reset'
import { resetPassword } from '../../../lib/auth/reset-password'
import { giveSecondStep } from '../../../lib/auth/second-step'
import { DAY } from '../../../lib/kernel/clock'
import { resetFactor } from '../../../lib/operate/reset-factor'
import { grantOperator } from '../../../lib/operate/roles'
import { aProtectedUser, codeAt, firstStep, sessionOf } from '../../support/authenticator'
import { changeAddress, mailedToken } from '../../support/email-changes'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100', OPERATOR_SECOND_FACTOR: 'required' } })

const WAIT = 7 * DAY
const NEW = 'une toute autre phrase de passe'

/** `in`, or the ways in which the second step is asked. */
async function signIn({ email }: TestUser, password = PASSWORD): Promise<string> {
  const entry = await login(world.ctx, { email, password }, aVisitor())
  if (!entry.ok) return entry.error.code
  return entry.value.step ? entry.value.step.methods.join(', ') : 'in'
}

/** A new password, by whoever reads the mailbox. */
async function replacePassword({ email }: TestUser, password = NEW): Promise<void> {
  expectOk(await requestReset(world.ctx, email, aVisitor()))
  await world.ctx.background.settled()
  const token = await mailedToken(world, 'reset_password', email)
  expectOk(await resetPassword(world.ctx, { token, password }, aVisitor()))
}

async function addPasskey({ user }: TestUser): Promise<void> {
  await world.pool.query(
    `insert into passkeys (user_id, credential_id, public_key, sign_count, backup_eligible, backed_up, transports, aaguid, name)
     values ($1, decode(md5(random()::text), 'hex'), 'x', 0, false, false, '{}', gen_random_uuid(), 'Key')`,
    [user.id],
  )
  await world.pool.query('update users set passkeys = passkeys + 1 where id = $1', [user.id])
}

/** An account that came from a provider: no password, one identity. */
async function aProvidersAccount(): Promise<TestUser> {
  const person = await aVerifiedUser(world, freshEmail())
  await world.pool.query('update users set password_hash = null where id = $1', [person.user.id])
  await world.pool.query(
    `insert into identities (user_id, provider, issuer, subject) values ($1, 'oidc', 'https://id.example', $2)`,
    [person.user.id, person.email],
  )
  return person
}

// The table of docs/decisions/0041-ways-back.md, row by row.
describe('lost, and the way back', () => {
  it('password: a link to the mailbox, and the second step afterwards', async () => {
    const plain = await aVerifiedUser(world, freshEmail())
    await replacePassword(plain)
    expect(await signIn(plain, NEW)).toBe('in')
    const guarded = await aProtectedUser(world)
    await replacePassword(guarded)
    expect(await signIn(guarded, NEW)).toBe('totp, recovery_code')
  })

  it('mailbox: every other way in goes on, and the address changes in a session', async () => {
    const person = await aProtectedUser(world)
    const session = await sessionOf(world, person.jwt)
    const code = codeAt(person.secret, world.ctx.now())
    const { jwt } = expectOk(await confirmCode(world.ctx, { session, method: 'totp', code }, aVisitor()))
    const { email } = await changeAddress(world, { ...person, jwt })
    expect(await signIn({ ...person, email })).toBe('totp, recovery_code')
    expect(await signIn(person)).toBe('invalid_credentials')
  })

  it('phone with the app: a recovery code, or a passkey', async () => {
    const person = await aProtectedUser(world)
    const given = { method: 'recovery_code', code: person.recoveryCodes[0] ?? '', deviceMark: null } as const
    const token = await firstStep(world, person)
    expectOk(await giveSecondStep(world.ctx, { token, ...given }, aVisitor()))
    await addPasskey(person)
    expect(await signIn(person)).toBe('totp, passkey, recovery_code')
  })

  it('phone and recovery codes: the password, and seven days', async () => {
    const person = await aProtectedUser(world)
    expectOk(await loseFactor(world.ctx, await firstStep(world, person), aVisitor()))
    world.ctx.now.advance(WAIT - 1)
    expect(await signIn(person)).toBe('totp, recovery_code')
    world.ctx.now.advance(1)
    expect(await signIn(person)).toBe('in')
  })

  it('password, phone and recovery codes: a new password by mail, and the same wait', async () => {
    const person = await aProtectedUser(world)
    await replacePassword(person)
    expectOk(await loseFactor(world.ctx, await firstStep(world, person, NEW), aVisitor()))
    world.ctx.now.advance(WAIT - 1)
    expect(await signIn(person, NEW)).toBe('totp, recovery_code')
    world.ctx.now.advance(1)
    expect(await signIn(person, NEW)).toBe('in')
  })

  it('a new password during the wait does not shorten it', async () => {
    const person = await aProtectedUser(world)
    expectOk(await loseFactor(world.ctx, await firstStep(world, person), aVisitor()))
    world.ctx.now.advance(WAIT / 2)
    await replacePassword(person)
    world.ctx.now.advance(WAIT / 2 - 1)
    expect(await signIn(person, NEW)).toBe('totp, recovery_code')
  })

  it('all passkeys: the password', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    await addPasskey(person)
    expect(await signIn(person)).toBe('in')
  })

  it('provider account: a password by mail', async () => {
    const person = await aProvidersAccount()
    expect(await signIn(person)).toBe('invalid_credentials')
    await replacePassword(person)
    expect(await signIn(person, NEW)).toBe('in')
  })

  it('an operator’s factor: the command on the server, and no wait', async () => {
    const person = await aProtectedUser(world)
    expect(await grantOperator(world.ctx, person.email)).toBe('granted')
    expect(await loseFactor(world.ctx, await firstStep(world, person), aVisitor())).toMatchObject({
      error: { code: 'forbidden' },
    })
    expect(await resetFactor(world.ctx, person.email)).toBe('reset')
    expect(await signIn(person)).toBe('in')
  })

  it('control: without a loss, the right code signs in at once', async () => {
    const person = await aProtectedUser(world)
    const given = { method: 'totp', code: codeAt(person.secret, world.ctx.now()), deviceMark: null } as const
    const token = await firstStep(world, person)
    expectOk(await giveSecondStep(world.ctx, { token, ...given }, aVisitor()))
  })
})
