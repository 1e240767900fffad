import { describe, expect, it } from 'vitest'
import { perform } from '../../../lib/operate/perform'
import { grantOperator, revokeOperator } from '../../../lib/operate/roles'
import { peekSession } from '../../../lib/session/read'
import { expectNobodyNamed, refusal, signIn } from '../../support/acts'
import { anOperator, eventsOf } from '../../support/operators'
import { aRegisteredUser, aVerifiedUser, expectOk, freshEmail, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

describe('the role', () => {
  it('is given to a verified account that is not disabled, once, and recorded', async () => {
    const { user, email, jwt } = await aVerifiedUser(world, freshEmail())
    expect(await grantOperator(world.ctx, email)).toBe('granted')
    expect(await peekSession(world.ctx, jwt)).toBeNull()
    const { session } = expectOk(await signIn(world, email))
    expect(await peekSession(world.ctx, session.jwt)).toMatchObject({ role: 'operator' })
    expect(await grantOperator(world.ctx, email)).toBe('was_operator')
    expect(await peekSession(world.ctx, session.jwt)).not.toBeNull()
    expect(await eventsOf(world, user.id)).toEqual([
      'registered',
      'email_verified',
      'operator_granted by command',
      'signed_in',
    ])
  })

  it('is refused to everybody else', async () => {
    const unverified = await aRegisteredUser(world, freshEmail())
    expect(await grantOperator(world.ctx, freshEmail())).toBe('unknown')
    expect(await grantOperator(world.ctx, unverified.email)).toBe('unverified')
    expect(await eventsOf(world, unverified.user.id)).toEqual(['registered'])
  })

  it('enables a disabled account with it, and says and records so', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const disable = () =>
      world.pool.query('update users set disabled_at = now() where id = $1', [person.user.id])
    await disable()
    expect(await grantOperator(world.ctx, person.email)).toBe('granted_enabled')
    expectOk(await signIn(world, person.email))
    await disable()
    expect(await grantOperator(world.ctx, person.email)).toBe('enabled')
    const { session } = expectOk(await signIn(world, person.email))
    expect(await peekSession(world.ctx, session.jwt)).toMatchObject({ role: 'operator' })
    expect(await grantOperator(world.ctx, person.email)).toBe('was_operator')
    expect((await eventsOf(world, person.user.id)).filter((type) => type.endsWith('by command'))).toEqual([
      'account_enabled by command',
      'operator_granted by command',
      'account_enabled by command',
    ])
  })

  it('is taken from a rogue who disables everybody else, before or after that', async () => {
    await world.pool.query(`update users set role = 'member'`)
    const [rogue, one, other] = [await anOperator(world), await anOperator(world), await anOperator(world)]
    const strike = ({ user }: TestUser) =>
      perform(world.ctx, rogue.actor, { act: 'disable', userId: user.id })
    expectOk(await strike(one))
    expectOk(await strike(other))
    expect(await grantOperator(world.ctx, one.email)).toBe('enabled')
    expectOk(await strike(one))
    expect(await revokeOperator(world.ctx, rogue.email)).toBe('revoked_rest_disabled')
    expect(await grantOperator(world.ctx, one.email)).toBe('enabled')
    expect(await strike(one)).toEqual(refusal('unauthenticated'))
    expectOk(await signIn(world, one.email))
  })

  it('is never taken from the last operator', async () => {
    await world.pool.query(`update users set role = 'member'`)
    const [first, second] = [await anOperator(world), await anOperator(world)]
    expect(await revokeOperator(world.ctx, freshEmail())).toBe('unknown')
    expect(await revokeOperator(world.ctx, first.email)).toBe('revoked')
    expect(await revokeOperator(world.ctx, first.email)).toBe('was_member')
    expect(await revokeOperator(world.ctx, second.email)).toBe('last_operator')
    expect((await eventsOf(world, first.user.id)).at(-1)).toBe('operator_revoked by command')
  })

  it('stays with one of several who are revoked at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      await world.pool.query(`update users set role = 'member'`)
      const operators = [await anOperator(world), await anOperator(world), await anOperator(world)]
      const answers = await Promise.all(operators.map(({ email }) => revokeOperator(world.ctx, email)))
      expect(answers.toSorted()).toEqual(['last_operator', 'revoked', 'revoked'])
    }
  })

  it('holds no address, name or secret', () => expectNobodyNamed(world, 50))
})
