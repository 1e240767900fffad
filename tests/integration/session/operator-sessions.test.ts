import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { revokeOperator } from '../../../lib/operate/roles'
import { peekSession, readSession } from '../../../lib/session/read'
import { call } from '../../support/api'
import { login } from '../../support/entries'
import { anOperator } from '../../support/operators'
import { aVerifiedUser, aVisitor, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

const signIn = (email: string, password = PASSWORD) =>
  login(world.ctx, { email: toEmailAddress(email), password }, aVisitor())

const seenOf = async (userId: number) => {
  const { rows } = await world.pool.query(
    `select s.last_seen_at as session, u.last_seen_at as person
     from sessions s join users u on u.id = s.user_id where u.id = $1 order by s.created_at desc, s.last_seen_at desc nulls last limit 1`,
    [userId],
  )
  return rows[0]
}

/** Uses a session until the notes of it stand in the database: one at a time is under way. */
async function use(jwt: string, userId: number, personSeenAt = world.ctx.now()): Promise<void> {
  const session = world.ctx.now()
  const used = async () => {
    expect(await readSession(world.ctx, jwt)).not.toBeNull()
    return await seenOf(userId)
  }
  await expect.poll(used).toEqual({ session, person: personSeenAt })
}

/** Waits for work that a request started and did not await. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 50))

describe("an operator's session", () => {
  // ASVS 7.3.1
  it('ends one hour after its last use, to the second', async () => {
    const { jwt, user } = await anOperator(world)
    world.ctx.now.advance(HOUR - SECOND)
    await use(jwt, user.id)
    world.ctx.now.advance(HOUR - SECOND)
    expect(await peekSession(world.ctx, jwt)).not.toBeNull()
    world.ctx.now.advance(SECOND)
    expect(await peekSession(world.ctx, jwt)).toBeNull()
    expect(await readSession(world.ctx, jwt)).toBeNull()
    world.ctx.now.advance(SECOND)
    expect(await readSession(world.ctx, jwt)).toBeNull()
  })

  // ASVS 7.3.2
  it('ends after a day in all, however much it is used', async () => {
    const { jwt, user } = await anOperator(world)
    for (let half = 1; half < 48; half += 1) {
      world.ctx.now.advance(30 * MINUTE)
      await use(jwt, user.id)
    }
    world.ctx.now.advance(30 * MINUTE - SECOND)
    expect(await peekSession(world.ctx, jwt)).not.toBeNull()
    world.ctx.now.advance(SECOND)
    expect(await peekSession(world.ctx, jwt)).toBeNull()
  })

  it.each(['/api/auth/verify-email/status', '/api/monitoring'] as const)(
    'is not kept alive by what pages ask of %s by themselves',
    async (path) => {
      const { jwt, user } = await anOperator(world)
      const cookie = { headers: { cookie: `auth-token=${jwt}` } }
      for (let minute = 0; minute < 59; minute += 1) {
        world.ctx.now.advance(MINUTE)
        expect((await call('GET', path, cookie)).status).toBe(200)
      }
      await settle()
      expect((await seenOf(user.id)).session).toBeNull()
      world.ctx.now.advance(MINUTE)
      expect((await call('GET', path, cookie)).status).toBe(401)
    },
  )

  it('notes its use once a minute, and its person once in five', async () => {
    const { jwt, user } = await anOperator(world)
    await use(jwt, user.id)
    const first = world.ctx.now()
    world.ctx.now.advance(MINUTE - 1)
    await readSession(world.ctx, jwt)
    await settle()
    expect(await seenOf(user.id)).toEqual({ session: first, person: first })
    world.ctx.now.advance(1)
    await use(jwt, user.id, first)
    world.ctx.now.advance(4 * MINUTE)
    await use(jwt, user.id)
  })

  it('does not come back to life when the role is taken away', async () => {
    const { jwt, email } = await anOperator(world)
    await anOperator(world)
    world.ctx.now.advance(HOUR)
    expect(await revokeOperator(world.ctx, email)).toBe('revoked')
    expect(await readSession(world.ctx, jwt)).toBeNull()
  })
})

describe("a member's session", () => {
  it('has no limit but its seven days', async () => {
    const { email } = await aVerifiedUser(world, freshEmail())
    const signedIn = await signIn(email)
    if (!signedIn.ok) throw new Error('refused')
    world.ctx.now.advance(7 * DAY - SECOND)
    expect(await peekSession(world.ctx, signedIn.value.session.jwt)).not.toBeNull()
    world.ctx.now.advance(SECOND)
    expect(await peekSession(world.ctx, signedIn.value.session.jwt)).toBeNull()
  })

  it('notes its use once in five minutes', async () => {
    const { jwt, user } = await aVerifiedUser(world, freshEmail())
    await use(jwt, user.id)
    const first = world.ctx.now()
    world.ctx.now.advance(5 * MINUTE - 1)
    await readSession(world.ctx, jwt)
    await settle()
    expect(await seenOf(user.id)).toEqual({ session: first, person: first })
    world.ctx.now.advance(1)
    await use(jwt, user.id)
  })

  it('does not wait for the note, and outlives one that fails', async () => {
    const { jwt, user } = await aVerifiedUser(world, freshEmail())
    const client = await world.pool.connect()
    try {
      await client.query('begin')
      await client.query('select from sessions where user_id = $1 for update', [user.id])
      expect(await readSession(world.ctx, jwt)).not.toBeNull()
      expect((await seenOf(user.id)).session).toBeNull()
    } finally {
      await client.query('rollback')
      client.release()
    }
    await expect.poll(async () => (await seenOf(user.id)).person).not.toBeNull()
    await world.pool.query(
      `create function no_notes() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
       create trigger no_notes before update on sessions for each row execute function no_notes()`,
    )
    world.ctx.now.advance(HOUR)
    expect(await readSession(world.ctx, jwt)).not.toBeNull()
    await expect.poll(() => world.logged.join()).toContain('last_seen_not_written')
    await world.pool.query('drop function no_notes() cascade')
  })
})

describe('a disabled account', () => {
  const disable = (id: number) =>
    world.pool.query('update users set disabled_at = $2 where id = $1', [id, world.ctx.now()])

  // ASVS 7.4.2, 8.3.2
  it('is refused on the very next request, by its row alone', async () => {
    const { jwt, user } = await aVerifiedUser(world, freshEmail())
    expect(await readSession(world.ctx, jwt)).not.toBeNull()
    await disable(user.id)
    expect(await readSession(world.ctx, jwt)).toBeNull()
    expect(await peekSession(world.ctx, jwt)).toBeNull()
    await settle()
  })

  it('is told so after its right password, and nothing after a wrong one', async () => {
    const { email, user } = await aVerifiedUser(world, freshEmail())
    await disable(user.id)
    expect(await signIn(email)).toEqual({ ok: false, error: { code: 'account_disabled' } })
    expect(await signIn(email, 'not the passphrase')).toEqual({
      ok: false,
      error: { code: 'invalid_credentials' },
    })
  })

  it('gets no session from a sign-in that was under way', async () => {
    const { email, user } = await aVerifiedUser(world, freshEmail())
    const { passwords } = world.ctx
    const ctx = {
      ...world.ctx,
      passwords: {
        ...passwords,
        async verify(...args: Parameters<typeof passwords.verify>) {
          const isRight = await passwords.verify(...args)
          await disable(user.id)
          return isRight
        },
      },
    }
    expect(await login(ctx, { email, password: PASSWORD }, aVisitor())).toMatchObject({ ok: false })
  })
})
