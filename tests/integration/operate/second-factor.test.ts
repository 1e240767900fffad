import { describe, expect, it } from 'vitest'
import { login } from '../../../lib/auth/login'
import { giveSecondStep } from '../../../lib/auth/second-step'
import { resetFactor } from '../../../lib/operate/reset-factor'
import { grantOperator } from '../../../lib/operate/roles'
import { call } from '../../support/api'
import { aProtectedUser, codeAt, firstStep, type Protected, protect } from '../../support/authenticator'
import { anOperator, eventsOf } from '../../support/operators'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD, type World } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const strict = sharedWorld({ env: { OPERATOR_SECOND_FACTOR: 'required', RATE_LIMIT_SCALE: '100' } })
const open = sharedWorld({ env: { OPERATOR_SECOND_FACTOR: 'optional', RATE_LIMIT_SCALE: '100' } })

async function answerTo(world: World, jwt: string) {
  world.serve()
  const response = await call('GET', '/api/monitoring', { headers: { cookie: `auth-token=${jwt}` } })
  const { code } = response.ok ? { code: 'ok' } : await response.json()
  return [response.status, code]
}

async function signInWithApp(world: World, person: Protected): Promise<string> {
  const token = await firstStep(world, person)
  const code = codeAt(person.secret, world.ctx.now())
  const given = { token, method: 'totp', code, deviceMark: null } as const
  return expectOk(await giveSecondStep(world.ctx, given, aVisitor())).session.jwt
}

/** A passkey that nobody needs to use. */
async function addPasskey(world: World, userId: number): Promise<void> {
  await world.pool.query(
    `insert into passkeys (user_id, credential_id, public_key, sign_count, backup_eligible, backed_up, transports, aaguid, name)
     values ($1, decode(md5(random()::text), 'hex'), 'x', 0, false, false, '{}', gen_random_uuid(), 'Key')`,
    [userId],
  )
  await world.pool.query('update users set passkeys = 1 where id = $1', [userId])
}

const FORBIDDEN = [403, 'second_factor_needed']

describe('where operators need a second factor', () => {
  it('an operator without one is refused', async () => {
    const { jwt } = await anOperator(strict)
    expect(await answerTo(strict, jwt)).toEqual(FORBIDDEN)
  })

  it('an operator who has just set one up goes on in the same session', async () => {
    const operator = await anOperator(strict)
    const { jwt } = await protect(strict, operator)
    expect(await answerTo(strict, jwt)).toEqual([200, 'ok'])
  })

  it('an operator who signed in with the factor is let in', async () => {
    const person = await aProtectedUser(strict)
    expect(await grantOperator(strict.ctx, person.email)).toBe('granted')
    expect(await answerTo(strict, await signInWithApp(strict, person))).toEqual([200, 'ok'])
  })

  it('a session that never gave the factor is refused, though the account has one', async () => {
    const operator = await anOperator(strict)
    await addPasskey(strict, operator.user.id)
    expect(await answerTo(strict, operator.jwt)).toEqual(FORBIDDEN)
  })

  it('a passkey without an app is asked for after the password', async () => {
    const operator = await anOperator(strict)
    await addPasskey(strict, operator.user.id)
    const entry = expectOk(await login(strict.ctx, { email: operator.email, password: PASSWORD }, aVisitor()))
    expect(entry.step?.methods).toEqual(['passkey'])
  })

  it('a member with a passkey is not', async () => {
    const { user, email } = await aVerifiedUser(strict, freshEmail())
    await addPasskey(strict, user.id)
    const entry = expectOk(await login(strict.ctx, { email, password: PASSWORD }, aVisitor()))
    expect(entry.signIn).toBeDefined()
  })
})

describe('where they do not', () => {
  it('an operator without one is let in', async () => {
    const { jwt } = await anOperator(open)
    expect(await answerTo(open, jwt)).toEqual([200, 'ok'])
  })

  it('the second step is asked of an operator with an app all the same', async () => {
    const person = await aProtectedUser(open)
    expect(await grantOperator(open.ctx, person.email)).toBe('granted')
    expect(await firstStep(open, person)).toMatch(/^[\w-]{43}$/)
  })
})

describe('the command on the server', () => {
  it('removes app, codes and passkeys, ends the sessions, and leaves an event', async () => {
    const person = await aProtectedUser(strict)
    await addPasskey(strict, person.user.id)
    expect(await grantOperator(strict.ctx, person.email)).toBe('granted')
    const jwt = await signInWithApp(strict, person)
    expect(await resetFactor(strict.ctx, person.email)).toBe('reset')
    expect(await answerTo(strict, jwt)).toEqual([401, 'unauthenticated'])
    const entry = expectOk(await login(strict.ctx, { email: person.email, password: PASSWORD }, aVisitor()))
    expect(entry.signIn).toBeDefined()
    const { rows } = await strict.pool.query(
      `select (select count(*) from totp_secrets where user_id = $1) + (select count(*) from recovery_codes where user_id = $1)
        + (select count(*) from passkeys where user_id = $1) as left`,
      [person.user.id],
    )
    expect(rows).toEqual([{ left: '0' }])
    expect(await eventsOf(strict, person.user.id)).toContain('factors_reset by command')
    expect(await resetFactor(strict.ctx, person.email)).toBe('had_none')
  })

  it('changes nothing for an address that nobody has', async () => {
    expect(await resetFactor(strict.ctx, freshEmail())).toBe('unknown')
  })
})
