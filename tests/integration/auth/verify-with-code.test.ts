import { describe, expect, it } from 'vitest'
import { resendLink } from '../../../lib/auth/resend-link'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { verifyWithCode } from '../../../lib/auth/verify-with-code'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { keyedHash } from '../../../lib/kernel/seal'
import { LIMITS } from '../../../lib/limit/table'
import { readSession } from '../../../lib/session/read'
import { codeFor, letterTo } from '../../support/mail'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  type TestUser,
} from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const WRONG = 'ZZZZ-ZZZZ'
const codeOf = ({ email }: TestUser) => codeFor(world.ctx.mail, email)

async function type(person: TestUser, code: string, ctx = world.ctx): Promise<string> {
  const session = { handle: '8c5e9a52-0f4b-4f43-8f8e-0d3b1a9f4e11', user: person.user }
  const outcome = await verifyWithCode(ctx, { session, code }, aVisitor())
  return outcome.ok ? 'ok' : outcome.error.code
}

async function typeWrong(person: TestUser, times: number): Promise<string[]> {
  const answers: string[] = []
  for (let time = 0; time < times; time += 1) answers.push(await type(person, WRONG))
  return answers
}

async function mailAgain({ jwt }: TestUser): Promise<void> {
  world.ctx.now.advance(MINUTE)
  expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt })))
  await deliverDue(world.ctx)
}

const eventsOf = async ({ user }: TestUser) => {
  const { rows } = await world.pool.query(
    'select type, result, session is not null as has_session from events where user_id = $1 order by id',
    [user.id],
  )
  return rows.map(({ type, result, has_session }) => [type, result, has_session])
}

describe('the code of the verification e-mail', () => {
  it('proves the address like its link: all links void, the welcome leaves, the event is recorded', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    expect(await type(person, codeOf(person))).toBe('ok')
    expect((await readSession(world.ctx, person.jwt))?.user.emailVerified).toBe(true)
    expect(await verifyEmail(world.ctx, person.token, aVisitor())).toMatchObject({
      error: { code: 'token_used' },
    })
    await deliverDue(world.ctx)
    expect(letterTo(world.ctx.mail, person.email, /^Bienvenue sur Huntaze ! 🎉$/)).toBeDefined()
    expect((await eventsOf(person)).at(-1)).toEqual(['email_verified', 'ok', true])
    expect(await type(person, codeOf(person))).toBe('already_verified')
  })

  it.each([
    ['small letters', (code: string) => code.toLowerCase()],
    ['no hyphen', (code: string) => code.replace('-', '')],
    ['spaces', (code: string) => ` ${[...code.replace('-', '')].join(' ')} `],
    ['another hyphen', (code: string) => code.replace('-', '–')],
    [
      'letters of full width',
      (code: string) =>
        code.replace(/[A-Z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
    ],
  ])('is the same with %s', async (_how, typed) => {
    const person = await aRegisteredUser(world, freshEmail())
    expect(await type(person, typed(codeOf(person)))).toBe('ok')
  })

  it('is stored as a keyed hash alone', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const { rows } = await world.pool.query(
      `select t::text from email_verification_tokens t where user_id = $1`,
      [person.user.id],
    )
    const code = codeOf(person)
    expect(rows).toHaveLength(1)
    expect(rows[0].t).not.toContain(code)
    expect(rows[0].t).not.toContain(Buffer.from(code).toString('hex'))
    expect(rows[0].t).toContain(
      keyedHash(world.ctx.env, 'email-code', `${person.user.id} ${code}`).toString('hex'),
    )
  })

  it('outlives a change of AUTH_SECRET', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const { env } = world.ctx
    const rotated = { ...env, authSecrets: ['a new secret that is long enough for it', ...env.authSecrets] }
    expect(await type(person, codeOf(person), { ...world.ctx, env: rotated })).toBe('ok')
  })

  it('works to the last second of its day, and is dead from then on', async () => {
    const [early, late] = [
      await aRegisteredUser(world, freshEmail()),
      await aRegisteredUser(world, freshEmail()),
    ]
    world.ctx.now.advance(DAY - SECOND)
    expect(await type(early, codeOf(early))).toBe('ok')
    world.ctx.now.advance(SECOND)
    expect(await type(late, codeOf(late))).toBe('code_dead')
  })

  it('of another account is a wrong one', async () => {
    const [person, other] = [
      await aRegisteredUser(world, freshEmail()),
      await aRegisteredUser(world, freshEmail()),
    ]
    expect(await type(person, codeOf(other))).toBe('invalid_code')
  })
})

describe('wrong codes', () => {
  // ASVS 6.5.5, 6.6.3
  it('may be four, and the right one still works', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    expect(await typeWrong(person, 4)).toEqual(Array(4).fill('invalid_code'))
    expect(await type(person, codeOf(person))).toBe('ok')
  })

  it('are five, and the codes mailed so far are dead; their links are not, and a new code is good', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    expect(await typeWrong(person, 6)).toEqual([...Array(5).fill('invalid_code'), 'code_dead'])
    const dead = codeOf(person)
    expect(await type(person, dead)).toBe('code_dead')
    await mailAgain(person)
    expect(await type(person, dead)).toBe('invalid_code')
    expect(await type(person, codeOf(person))).toBe('ok')

    const other = await aRegisteredUser(world, freshEmail())
    await typeWrong(other, 5)
    expectOk(await verifyEmail(world.ctx, other.token, aVisitor()))
  })

  it('count on every code that is good, so that more messages give no more guesses at the first', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const first = codeOf(person)
    await typeWrong(person, 3)
    await mailAgain(person)
    expect(await type(person, WRONG)).toBe('invalid_code')
    expect(await type(person, WRONG)).toBe('invalid_code')
    // The first has had its five, the second two.
    expect(await type(person, first)).toBe('invalid_code')
    expect(await type(person, codeOf(person))).toBe('ok')
  })

  it('are recorded', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    await typeWrong(person, 1)
    expect((await eventsOf(person)).at(-1)).toEqual(['code_refused', 'refused', true])
  })

  it('of another length cost no try', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    for (const typed of ['', 'WDJB', 'WDJB-MJH', 'WDJB-MJHTT', '💥'.repeat(7)])
      expect(await type(person, typed)).toBe('invalid_code')
    expect(await typeWrong(person, 4)).toEqual(Array(4).fill('invalid_code'))
    expect(await type(person, codeOf(person))).toBe('ok')
  })

  it('are of no use to an account that is verified, disabled or gone', async () => {
    const verified = await aVerifiedUser(world, freshEmail())
    expect(await type(verified, WRONG)).toBe('already_verified')
    const disabled = await aRegisteredUser(world, freshEmail())
    await world.pool.query('update users set disabled_at = now() where id = $1', [disabled.user.id])
    expect(await type(disabled, codeOf(disabled))).toBe('unauthenticated')
    const gone = await aRegisteredUser(world, freshEmail())
    await world.pool.query('delete from users where id = $1', [gone.user.id])
    expect(await type(gone, WRONG)).toBe('unauthenticated')
  })
})

describe('twenty guesses at the same moment', () => {
  const tries = async ({ user }: TestUser) => {
    const { rows } = await world.pool.query(
      'select code_tries from email_verification_tokens where user_id = $1',
      [user.id],
    )
    return rows[0].code_tries
  }

  // ASVS 6.3.1, 15.4.2
  it('are exactly five tries', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const answers = await Promise.all(Array.from({ length: 20 }, () => type(person, WRONG)))
    expect(answers.filter((answer) => answer === 'invalid_code')).toHaveLength(5)
    expect(answers.filter((answer) => answer === 'code_dead')).toHaveLength(15)
    expect(await tries(person)).toBe(5)
    expect(await type(person, codeOf(person))).toBe('code_dead')
  })

  it('and however many follow, a day’s refusals are twenty events: they stay for a year', async () => {
    const limited = await aWorld()
    const person = await aRegisteredUser(limited, freshEmail())
    const { hits } = LIMITS.refusalEventByAccount
    const answers: string[] = []
    for (let time = 0; time < hits + 5; time += 1) answers.push(await type(person, WRONG, limited.ctx))
    expect(answers.at(-1)).toBe('code_dead')
    const { rows } = await limited.pool.query(
      "select count(*)::int as n from events where user_id = $1 and type = 'code_refused'",
      [person.user.id],
    )
    expect(rows[0].n).toBe(hits)
  })

  it('would be more without the lock on the account: the control', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const guess = async () => {
      const { rows } = await world.pool.query(
        'select id from email_verification_tokens where user_id = $1 and code_tries < 5',
        [person.user.id],
      )
      if (rows.length === 0) return 'code_dead'
      await world.pool.query(
        'update email_verification_tokens set code_tries = code_tries + 1 where id = $1',
        [rows[0].id],
      )
      return 'invalid_code'
    }
    const answers = await Promise.all(Array.from({ length: 20 }, guess))
    expect(answers.filter((answer) => answer === 'invalid_code').length).toBeGreaterThan(5)
  })
})
