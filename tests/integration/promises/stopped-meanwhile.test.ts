import { beforeAll, describe, expect, it } from 'vitest'
import { changeEmail } from '../../../lib/auth/change-email'
import { disown } from '../../../lib/auth/disown'
import { logout } from '../../../lib/auth/logout'
import { resendLink } from '../../../lib/auth/resend-link'
import { resetPassword } from '../../../lib/auth/reset-password'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { MINUTE } from '../../../lib/kernel/clock'
import { mintLink } from '../../../lib/link/mint'
import { ACTS } from '../../../lib/operate/acts'
import { perform } from '../../../lib/operate/perform'
import { revokeOperator } from '../../../lib/operate/roles'
import { peekSession } from '../../../lib/session/read'
import { anOperator, eventsOf, type TestOperator } from '../../support/operators'
import { aRegisteredUser, aVisitor, freshEmail, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '1000' } })
let operator: TestOperator
beforeAll(async () => {
  operator = await anOperator(world)
})

const TIMES = 20

const stop = (name: 'disable' | 'end_sessions', { user }: TestUser) =>
  perform(world.ctx, operator.actor, { act: name, userId: user.id })

const change = ({ jwt }: TestUser) => changeEmail(world.ctx, freshEmail(), aVisitor({ jwt }))
const askAgain = ({ jwt }: TestUser) => resendLink(world.ctx, undefined, aVisitor({ jwt }))
const askWithLink = ({ token }: TestUser) => resendLink(world.ctx, token, aVisitor())
const useLink = ({ token }: TestUser) => verifyEmail(world.ctx, token, aVisitor())
const disownBy = ({ token }: TestUser) => disown(world.ctx, token, aVisitor())

async function people(): Promise<TestUser[]> {
  const found: TestUser[] = []
  for (let index = 0; index < TIMES; index += 1) found.push(await aRegisteredUser(world, freshEmail()))
  world.ctx.now.advance(2 * MINUTE)
  return found
}

const count = async (sql: string, { user }: TestUser): Promise<number> =>
  (await world.pool.query(`select count(*)::int as n from ${sql} and user_id = $1`, [user.id])).rows[0].n

/** Lets a request come as far as its lock on the account, and go on only once the account was stopped. */
async function whileLocked<Person extends TestUser, T>(
  person: Person,
  request: (person: Person) => Promise<T>,
  stopped: (person: Person) => Promise<unknown>,
): Promise<T> {
  await noteLastUse(person)
  const holder = await world.pool.connect()
  try {
    await holder.query('begin')
    await holder.query('select from users where id = $1 for update', [person.user.id])
    const ending = stopped(person)
    await waiting(1)
    const answer = request(person)
    await waiting(2)
    await holder.query('rollback')
    expect(await ending).not.toMatchObject({ ok: false })
    return await answer
  } finally {
    holder.release()
  }
}

/** Notes a last use, so that no request does: that write would stand in the line of locks and change its order. */
async function noteLastUse({ user }: TestUser): Promise<void> {
  const note = [world.ctx.now(), user.id]
  await world.pool.query('update users set last_seen_at = $1 where id = $2', note)
  await world.pool.query('update sessions set last_seen_at = $1 where user_id = $2', note)
}

/** Until so many statements wait to lock an account. */
async function waiting(wanted: number): Promise<void> {
  for (;;) {
    const { rows } = await world.pool.query(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%for update'`,
    )
    if (rows[0].n >= wanted) return
  }
}

// ASVS 8.3.2
describe('an account that is disabled while', () => {
  it.each([
    ['its address is corrected', change, 'unauthenticated'],
    ['a link is asked for in its session', askAgain, 'unauthenticated'],
    ['a link is asked for with another', askWithLink, 'account_disabled'],
    ['its link is used', useLink, 'account_disabled'],
    ['its address is disowned', disownBy, 'account_disabled'],
  ] as const)('%s: the request that waited is refused', async (_what, request, code) => {
    const person = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(2 * MINUTE)
    const answer = await whileLocked<TestUser, { ok: boolean }>(person, request, (one) =>
      stop('disable', one),
    )
    expect(answer).toMatchObject({ ok: false, error: { code } })
    expect(await eventsOf(world, person.user.id)).toEqual([
      'registered',
      `account_disabled by ${operator.user.id}`,
    ])
  })

  it('a new password is chosen by its link: the request that waited is refused', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const { token } = await mintLink(world.ctx, 'reset_password', person.user)
    const reset = () => resetPassword(world.ctx, { token, password: 'une autre phrase de passe' }, aVisitor())
    const answer = await whileLocked<TestUser, { ok: boolean }>(person, reset, (one) => stop('disable', one))
    expect(answer).toMatchObject({ ok: false, error: { code: 'account_disabled' } })
    expect((await eventsOf(world, person.user.id)).at(-1)).toBe(`account_disabled by ${operator.user.id}`)
  })

  it.each([
    ['its address is corrected', change],
    ['a link is asked for', askAgain],
    ['its link is used', useLink],
  ] as const)('%s keeps no session and no waiting mail, twenty at once', async (_what, request) => {
    const all = await people()
    await Promise.all(all.flatMap((person) => [request(person), stop('disable', person)]))
    for (const person of all) {
      expect(await count('sessions where true', person)).toBe(0)
      expect(await count("email_messages where status = 'queued'", person)).toBe(0)
      expect((await eventsOf(world, person.user.id)).at(-1)).toBe(`account_disabled by ${operator.user.id}`)
    }
  })
})

describe('sessions that end while the address is corrected', () => {
  it('by an operator beget no new one, twenty at once', async () => {
    const all = await people()
    await Promise.all(all.flatMap((person) => [change(person), stop('end_sessions', person)]))
    for (const person of all) expect(await count('sessions where true', person)).toBe(0)
  })

  it('by signing out beget no new one, twenty at once', async () => {
    for (const person of await people()) {
      const [answer] = await Promise.all([change(person), logout(world.ctx, aVisitor({ jwt: person.jwt }))])
      const isSignedOut = (await eventsOf(world, person.user.id)).includes('signed_out')
      expect(answer).toMatchObject(isSignedOut ? { error: { code: 'unauthenticated' } } : { ok: true })
      expect(await count('sessions where true', person)).toBe(isSignedOut ? 0 : 1)
    }
  })

  it('beget no new one where the request waited', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const answer = await whileLocked(person, change, (one) => stop('end_sessions', one))
    expect(answer).toMatchObject({ ok: false, error: { code: 'unauthenticated' } })
    expect(await count('sessions where true', person)).toBe(0)
    expect((await eventsOf(world, person.user.id)).at(-1)).toBe(`sessions_ended by ${operator.user.id}`)
  })
})

describe('an act that waited', () => {
  it('deletes no account by a link to the address that it had before', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const answer = await whileLocked(person, disownBy, change)
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_token' } })
    expect(await eventsOf(world, person.user.id)).toEqual(['registered', 'email_changed'])
  })

  it.each(ACTS)('%s is not done once the role was taken', async (name) => {
    const [former, person] = [await anOperator(world), await aRegisteredUser(world, freshEmail())]
    const session = await peekSession(world.ctx, person.jwt)
    const wish = { act: name, userId: person.user.id, email: person.email, sessionId: session?.handle }
    const answer = await whileLocked(
      former,
      ({ actor }) => perform(world.ctx, actor, wish),
      ({ email }) => revokeOperator(world.ctx, email),
    )
    expect(answer).toEqual({ ok: false, error: { code: 'unauthenticated' } })
    expect(await eventsOf(world, person.user.id)).toEqual(['registered'])
  })

  it('verifies no address that was corrected before it', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const wish = { act: 'verify', userId: person.user.id, email: person.email } as const
    const answer = await whileLocked(person, () => perform(world.ctx, operator.actor, wish), change)
    expect(answer).toEqual({
      ok: false,
      error: { code: 'changed_meanwhile', fields: [{ field: 'email', code: 'address_changed' }] },
    })
    expect(await eventsOf(world, person.user.id)).toEqual(['registered', 'email_changed'])
  })
})
