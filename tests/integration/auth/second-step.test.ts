import { describe, expect, it } from 'vitest'
import { changePassword } from '../../../lib/auth/account/change-password'
import { login } from '../../../lib/auth/login'
import { giveSecondStep } from '../../../lib/auth/second-step'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { LIMITS } from '../../../lib/limit/table'
import { readSession } from '../../../lib/session/read'
import {
  aProtectedUser,
  codeAt,
  firstStep,
  type Protected,
  sessionOf,
  wrongCode,
} from '../../support/authenticator'
import { eventsOf } from '../../support/operators'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const now = () => world.ctx.now()

type Method = 'totp' | 'recovery_code'

async function give(token: string | null, code: string, method: Method = 'totp', ctx = world.ctx) {
  const outcome = await giveSecondStep(ctx, { token, method, code, deviceMark: null }, aVisitor())
  return outcome.ok ? 'in' : outcome.error.code
}

const lettersTo = ({ email }: { email: string }) =>
  world.ctx.mail.sent.filter(({ to }) => to === email).map(({ subject }) => subject)

describe('a sign-in with an authenticator app', () => {
  // ASVS 6.3.3
  it('opens no session after the password, and one after the code', async () => {
    const person = await aProtectedUser(world)
    const { rows: before } = await world.pool.query('select count(*) from sessions where user_id = $1', [
      person.user.id,
    ])
    const entry = expectOk(await login(world.ctx, { email: person.email, password: PASSWORD }, aVisitor()))
    expect(entry.signIn).toBeUndefined()
    expect(entry.step?.methods).toEqual(['totp', 'recovery_code'])
    const { rows: after } = await world.pool.query('select count(*) from sessions where user_id = $1', [
      person.user.id,
    ])
    expect(after).toEqual(before)
    const given = { method: 'totp', code: codeAt(person.secret, now()), deviceMark: null } as const
    const signIn = expectOk(
      await giveSecondStep(world.ctx, { token: entry.step?.token ?? '', ...given }, aVisitor()),
    )
    const session = await sessionOf(world, signIn.session.jwt)
    expect(session.user.id).toBe(person.user.id)
    expect(session.factorAt).toEqual(now())
    expect((await eventsOf(world, person.user.id)).at(-1)).toBe('signed_in')
  })

  it('is as before for whoever has none', async () => {
    const { email } = await aVerifiedUser(world, freshEmail())
    const entry = expectOk(await login(world.ctx, { email, password: PASSWORD }, aVisitor()))
    expect(entry.step).toBeUndefined()
  })

  it('tells nobody of the second step who lacks the password', async () => {
    const { email } = await aProtectedUser(world)
    expect(await login(world.ctx, { email, password: 'not that one' }, aVisitor())).toMatchObject({
      error: { code: 'invalid_credentials' },
    })
  })
})

describe('a code of the app', () => {
  // ASVS 6.5.5, 6.5.8
  it.each([
    [-2, 'wrong_code'],
    [-1, 'in'],
    [0, 'in'],
    [1, 'in'],
    [2, 'wrong_code'],
  ])('of %i steps from now: %s', async (step, outcome) => {
    const person = await aProtectedUser(world)
    // Past the step that turned the app on.
    world.ctx.now.advance(2 * MINUTE)
    const token = await firstStep(world, person)
    expect(await give(token, codeAt(person.secret, now(), step))).toBe(outcome)
  })

  // ASVS 6.5.1
  it('is good once, and so is no older one after it', async () => {
    const person = await aProtectedUser(world)
    world.ctx.now.advance(2 * MINUTE)
    const code = codeAt(person.secret, now())
    expect(await give(await firstStep(world, person), code)).toBe('in')
    const token = await firstStep(world, person)
    expect(await give(token, code)).toBe('wrong_code')
    expect(await give(token, codeAt(person.secret, now(), -1))).toBe('wrong_code')
    expect(await give(token, codeAt(person.secret, now(), 1))).toBe('in')
  })

  it.each([
    ['two groups', (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    [
      'digits of full width',
      (code: string) => code.replace(/\d/g, (digit) => String.fromCodePoint(Number(digit) + 0xff10)),
    ],
  ])('is the same with %s', async (_how, typed) => {
    const person = await aProtectedUser(world)
    expect(await give(await firstStep(world, person), typed(codeAt(person.secret, now())))).toBe('in')
  })
})

describe('a recovery code', () => {
  it('works once, in place of the app, and the owner is told', async () => {
    const person = await aProtectedUser(world)
    const [code = ''] = person.recoveryCodes
    expect(await give(await firstStep(world, person), code, 'recovery_code')).toBe('in')
    expect(await give(await firstStep(world, person), code, 'recovery_code')).toBe('wrong_code')
    await deliverDue(world.ctx)
    expect(lettersTo(person)).toContain('Un code de secours a servi')
    expect(await eventsOf(world, person.user.id)).toContain('recovery_code_used')
  })

  it('is the same in small letters, without the hyphen, and with letters for digits', async () => {
    const person = await aProtectedUser(world)
    const [code = ''] = person.recoveryCodes
    const typed = code.toLowerCase().replace('-', '').replaceAll('0', 'o').replaceAll('1', 'l')
    expect(await give(await firstStep(world, person), typed, 'recovery_code')).toBe('in')
  })

  it('of another account opens nothing', async () => {
    const [person, other] = [await aProtectedUser(world), await aProtectedUser(world)]
    const token = await firstStep(world, person)
    expect(await give(token, other.recoveryCodes[0] ?? '', 'recovery_code')).toBe('wrong_code')
    expect(await give(token, codeAt(other.secret, now()))).toBe('wrong_code')
  })
})

describe('guessing', () => {
  const guess = async (person: Protected, method: Method) => {
    const token = await firstStep(world, person)
    const wrong = method === 'totp' ? wrongCode(person.secret, now()) : '00000-00000'
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => give(token, wrong, method)))
    return { token, tries: outcomes.filter((outcome) => outcome === 'wrong_code').length, outcomes }
  }

  it.each(['totp', 'recovery_code'] as const)(
    'of twenty wrong codes at once five are tried: %s',
    async (method) => {
      const person = await aProtectedUser(world)
      const { token, tries, outcomes } = await guess(person, method)
      // The fifth ends the step, and is told so.
      expect(tries).toBe(4)
      expect(outcomes.filter((outcome) => outcome === 'step_over')).toHaveLength(16)
      expect(await give(token, codeAt(person.secret, now()))).toBe('step_over')
    },
  )

  it('of twenty right ones at once one gets in: control', async () => {
    const person = await aProtectedUser(world)
    const token = await firstStep(world, person)
    const code = codeAt(person.secret, now())
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => give(token, code)))
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(1)
  })

  it('tells the owner once a day that somebody knows the password', async () => {
    const limited = await aWorld()
    const { ctx } = limited
    const person = await aProtectedUser(limited)
    async function failFiveTimes(): Promise<number> {
      ctx.now.advance(LIMITS.loginByAccountAndNetwork.window)
      const token = await firstStep(limited, person)
      for (let time = 0; time < 5; time += 1)
        await give(token, wrongCode(person.secret, ctx.now()), 'totp', ctx)
      await deliverDue(ctx)
      return ctx.mail.sent.filter(({ subject }) => subject.includes('échoué')).length
    }
    expect(await failFiveTimes()).toBe(1)
    expect(await failFiveTimes()).toBe(1)
    ctx.now.advance(DAY)
    expect(await failFiveTimes()).toBe(2)
  })

  it('gets no new tries by new first steps, and the right password alone forgets none', async () => {
    const limited = await aWorld()
    const person = await aProtectedUser(limited)
    const outcomes: string[] = []
    for (let time = 0; time < LIMITS.loginByAccountAndNetwork.hits; time += 1) {
      const entry = await login(limited.ctx, { email: person.email, password: PASSWORD }, aVisitor())
      if (!entry.ok) {
        outcomes.push(entry.error.code)
        continue
      }
      const wrong = wrongCode(person.secret, limited.ctx.now())
      outcomes.push(await give(entry.value.step?.token ?? '', wrong, 'totp', limited.ctx))
    }
    expect(outcomes.filter((outcome) => outcome === 'wrong_code')).toHaveLength(
      LIMITS.loginByAccountAndNetwork.hits / 2,
    )
    expect(outcomes.at(-1)).toBe('rate_limited')
  })

  it('is forgotten by a whole sign-in', async () => {
    const limited = await aWorld()
    const person = await aProtectedUser(limited)
    for (let time = 0; time < LIMITS.loginByAccountAndNetwork.hits; time += 1) {
      limited.ctx.now.advance(MINUTE)
      const token = await firstStep(limited, person)
      expect(await give(token, codeAt(person.secret, limited.ctx.now()), 'totp', limited.ctx)).toBe('in')
    }
  })
})

describe('a step', () => {
  it('is over after five minutes', async () => {
    const person = await aProtectedUser(world)
    const early = await firstStep(world, person)
    world.ctx.now.advance(5 * MINUTE - SECOND)
    expect(await give(early, codeAt(person.secret, now()))).toBe('in')
    const late = await firstStep(world, person)
    world.ctx.now.advance(5 * MINUTE)
    expect(await give(late, codeAt(person.secret, now()))).toBe('step_over')
  })

  it('is over once it was given', async () => {
    const person = await aProtectedUser(world)
    const token = await firstStep(world, person)
    expect(await give(token, codeAt(person.secret, now()))).toBe('in')
    world.ctx.now.advance(MINUTE)
    expect(await give(token, codeAt(person.secret, now()))).toBe('step_over')
  })

  it.each([[null], [''], ['nobody’s']])('is none by the cookie %j', async (token) => {
    expect(await give(token, '123456')).toBe('step_over')
  })

  it('is void once the password is replaced', async () => {
    const person = await aProtectedUser(world)
    const token = await firstStep(world, person)
    const session = await sessionOf(world, person.jwt)
    const passwords = {
      currentPassword: PASSWORD,
      newPassword: 'une autre phrase de passe',
      deviceMark: null,
    }
    expectOk(await changePassword(world.ctx, session, passwords, aVisitor()))
    expect(await give(token, codeAt(person.secret, now()))).toBe('step_over')
  })

  it('lets nobody into an account that was disabled meanwhile', async () => {
    const person = await aProtectedUser(world)
    const token = await firstStep(world, person)
    await world.pool.query('update users set disabled_at = now() where id = $1', [person.user.id])
    expect(await give(token, codeAt(person.secret, now()))).toBe('account_disabled')
  })

  it('ends the session that the browser had before', async () => {
    const person = await aProtectedUser(world)
    const token = await firstStep(world, person)
    const given = { token, method: 'totp', code: codeAt(person.secret, now()), deviceMark: null } as const
    expectOk(await giveSecondStep(world.ctx, given, aVisitor({ jwt: person.jwt })))
    expect(await readSession(world.ctx, person.jwt)).toBeNull()
  })
})
