import { describe, expect, it } from 'vitest'
import { login } from '../../../../lib/auth/login'
import { giveSecondStepByPasskey } from '../../../../lib/auth/passkey/second-step'
import { LIMITS } from '../../../../lib/limit/table'
import { firstStep, protect, sessionOf } from '../../../support/authenticator'
import { aPasskeyUser, asked, type WithPasskey } from '../../../support/passkeys'
import { aVisitor, expectOk, PASSWORD } from '../../../support/world'
import { aWorld, sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

async function aGuardedUser(inside = world): Promise<WithPasskey> {
  const person = await aPasskeyUser(inside)
  const { jwt } = await protect(inside, person)
  return { ...person, jwt }
}

async function give(
  token: string,
  { authenticator }: WithPasskey,
  { inside = world, session = null as string | null } = {},
) {
  const response = authenticator.use(await asked(inside, session))
  const given = { token, response, session, deviceMark: null }
  const outcome = await giveSecondStepByPasskey(inside.ctx, given, aVisitor())
  return outcome.ok ? 'in' : outcome.error.code
}

describe('a passkey as the second step', () => {
  it('opens its own account, and no other', async () => {
    const [person, other] = [await aGuardedUser(), await aGuardedUser()]
    const token = await firstStep(world, person)
    expect(await give(token, other)).toBe('wrong_code')
    expect(await give(token, person)).toBe('in')
    expect(await give(token, person)).toBe('step_over')
  })

  it('has five tries, also at once', async () => {
    const [person, other] = [await aGuardedUser(), await aGuardedUser()]
    const token = await firstStep(world, person)
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => give(token, other)))
    expect(outcomes.filter((outcome) => outcome === 'wrong_code')).toHaveLength(4)
    expect(await give(token, person)).toBe('step_over')
  })

  it('forgets the tries of the first step, so that nobody locks themselves out by signing in', async () => {
    const limited = await aWorld()
    const person = await aGuardedUser(limited)
    for (let time = 0; time <= LIMITS.loginByAccountAndNetwork.hits; time += 1)
      expect(await give(await firstStep(limited, person), person, { inside: limited })).toBe('in')
    const entry = await login(limited.ctx, { email: person.email, password: PASSWORD }, aVisitor())
    expect(expectOk(entry).step?.methods).toContain('passkey')
  })

  it('is good in a browser that still has a session', async () => {
    const person = await aGuardedUser()
    const { handle } = await sessionOf(world, person.jwt)
    expect(await give(await firstStep(world, person), person, { session: handle })).toBe('in')
  })
})
