import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setDisabled, voidDeviceMarks } from '../../../lib/account/change'
import { register } from '../../../lib/auth/register'
import type { Context } from '../../../lib/kernel/context'
import type { EmailAddress } from '../../../lib/kernel/email-address'
import { LIMITS } from '../../../lib/limit/table'
import { type TestDatabase, testDatabase } from '../../support/database'
import { login } from '../../support/entries'
import { lockWaits } from '../../support/lock-waits'
import { queryOnce } from '../../support/with-client'
import { aRegisteredUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

const signIn = (ctx: Context, email: EmailAddress, password = PASSWORD, network = '192.0.2.1') =>
  login(ctx, { email, password }, aVisitor({ network }))

const sessionsOf = async (userId: number) =>
  (await world.pool.query('select from sessions where user_id = $1', [userId])).rowCount

describe('twenty guesses', () => {
  const { hits } = LIMITS.loginByAccountAndNetwork
  const tried = (results: Awaited<ReturnType<typeof signIn>>[]) =>
    results.filter((result) => !result.ok && result.error.code === 'invalid_credentials').length

  // ASVS 2.3.4, 6.3.1, 15.4.2
  it('at one moment, in two processes, get no more tries than twenty in a row', async () => {
    const other = await aWorld({ database: { url: world.ctx.env.databaseUrl, drop: async () => undefined } })
    const processes = [world.ctx, { ...other.ctx, env: world.ctx.env }]
    const guess = (email: EmailAddress, index: number) =>
      signIn(processes[index % 2] ?? world.ctx, email, 'not the passphrase', '203.0.113.1')
    const { email: one } = await aRegisteredUser(world, freshEmail())
    const row: Awaited<ReturnType<typeof signIn>>[] = []
    for (let index = 0; index < 20; index += 1) row.push(await guess(one, index))
    const { email: another } = await aRegisteredUser(world, freshEmail())
    const atOnce = await Promise.all(Array.from({ length: 20 }, (_, index) => guess(another, index)))
    expect([tried(row), tried(atOnce)]).toEqual([hits, hits])
    await world.ctx.background.settled()
    await other.ctx.background.settled()
  })
})

// ASVS 2.3.4, 7.4.2
describe('an account that changes while its password is being checked', () => {
  const changes: Record<string, (id: number) => Promise<unknown>> = {
    'is disabled': (id) => setDisabled(world.ctx, id, world.ctx.now()),
    'has its device marks voided': (id) => voidDeviceMarks(world.ctx, id),
    'is deleted': (id) => world.pool.query('delete from users where id = $1', [id]),
  }

  it.each(Object.entries(changes))('%s: nobody gets in', async (_, change) => {
    const { user, email } = await aRegisteredUser(world, freshEmail())
    const before = await sessionsOf(user.id)
    const { passwords } = world.ctx
    const verify: typeof passwords.verify = async (...given) => {
      const isRight = await passwords.verify(...given)
      await change(user.id)
      return isRight
    }
    const slow = { ...world.ctx, passwords: { ...passwords, verify } }
    expect(await signIn(slow, email)).toMatchObject({ error: { code: 'invalid_credentials' } })
    expect(await sessionsOf(user.id)).toBeLessThanOrEqual(before ?? 0)
    await world.ctx.background.settled()
  })

  it('and commits while the sign-in waits for its row: nobody gets in', async () => {
    const { user, email } = await aRegisteredUser(world, freshEmail())
    const before = await sessionsOf(user.id)
    const operator = await world.pool.connect()
    try {
      await operator.query('begin')
      await operator.query('update users set disabled_at = now() where id = $1', [user.id])
      const attempt = signIn(world.ctx, email)
      await expect.poll(() => lockWaits(world.pool)).toBeGreaterThan(0)
      await operator.query('commit')
      expect(await attempt).toMatchObject({ error: { code: 'invalid_credentials' } })
    } finally {
      operator.release()
    }
    expect(await sessionsOf(user.id)).toBe(before)
    await world.ctx.background.settled()
  })
})

// ASVS 2.3.3
describe('a fault in any part', () => {
  const breakInserts = (table: string) => `
    create function fail() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
    create trigger fail before insert on ${table} for each row execute function fail()`

  it.each(['sessions', 'events'])(
    'of a sign-in, %s, leaves no session, and its attempt counted',
    async (table) => {
      const broken = await aWorld()
      const { email } = await aRegisteredUser(broken, freshEmail())
      const stored = `select (select count(*)::int from sessions) as sessions, (select count(*)::int from events) as events`
      const before = (await broken.pool.query(stored)).rows
      await broken.pool.query(breakInserts(table))
      await expect(signIn(broken.ctx, email)).rejects.toThrow()
      expect((await broken.pool.query(stored)).rows).toEqual(before)
      await broken.pool.query(`drop trigger fail on ${table}`)
      const { hits } = LIMITS.loginByAccountAndNetwork
      for (let index = 1; index < hits; index += 1) await signIn(broken.ctx, email, 'not the passphrase')
      expect(await signIn(broken.ctx, email)).toMatchObject({ error: { code: 'rate_limited' } })
    },
  )

  it.each(['events', 'signups', 'tally_marks'])('of a sign-up, %s, leaves nothing behind', async (table) => {
    const broken = await aWorld()
    await broken.pool.query(breakInserts(table))
    const input = { name: 'Jean', email: freshEmail(), password: PASSWORD }
    await expect(register(broken.ctx, input, aVisitor())).rejects.toThrow()
    const tables = ['users', 'email_verification_tokens', 'email_messages', 'sessions', 'events', 'signups']
    for (const each of tables) expect((await broken.pool.query(`select from ${each}`)).rowCount, each).toBe(0)
    // The two limits of signing up, which were counted before the work.
    expect((await broken.pool.query('select from rate_limits')).rowCount).toBe(2)
  })
})

describe('the disk', () => {
  let database: TestDatabase

  /** Each commit of rows notes whether it waits for the disk: the trigger is deferred to the commit. */
  const WATCH = `
    create table commits (place bigint generated always as identity, of text, waits text);
    create function watch() returns trigger language plpgsql as $$ begin
      insert into commits (of, waits) values (tg_table_name, current_setting('synchronous_commit')); return null; end $$;
    create constraint trigger watch after insert or update on rate_limits deferrable initially deferred
      for each row execute function watch();
    create constraint trigger watch after insert on sessions deferrable initially deferred
      for each row execute function watch()`

  beforeAll(async () => {
    database = await testDatabase()
    await queryOnce(database.url, WATCH)
    const name = new URL(database.url).pathname.slice(1)
    await queryOnce(database.url, `alter database "${name}" set synchronous_commit = on`)
  })

  afterAll(() => database.drop())

  async function commitsOf(prepare: string) {
    await queryOnce(database.url, 'truncate commits')
    const watched = await aWorld({
      database: { ...database, drop: async () => undefined },
      env: { DATABASE_PREPARE: prepare },
    })
    const input = { name: 'Jean', email: freshEmail(), password: PASSWORD }
    expectOk(await register(watched.ctx, input, aVisitor()))
    expectOk(await signIn(watched.ctx, input.email))
    const rows = await queryOnce(database.url, 'select of, waits from commits order by place')
    return rows.map(({ of, waits }) => `${of} ${waits}`)
  }

  const signUp = ['rate_limits on', 'rate_limits on', 'rate_limits on', 'rate_limits on', 'sessions on']
  const opened = (commits: string[]) => commits.filter((commit) => commit.startsWith('sessions'))

  it('is waited for by a sign-up and a sign-in, and by nothing before their hash', async () => {
    const commits = await commitsOf('auto')
    expect(commits.slice(0, 2)).toEqual(['rate_limits off', 'rate_limits off'])
    expect(commits.slice(2, 7).toSorted()).toEqual(signUp)
    expect(commits.slice(7, 10)).toEqual(Array(3).fill('rate_limits off'))
    expect(commits.slice(10).toSorted()).toEqual(['rate_limits on', 'sessions on'])
  })

  it('is waited for by all of them behind a proxy that keeps a connection for each setting', async () => {
    const commits = await commitsOf('off')
    expect(commits.filter((commit) => commit.endsWith('off'))).toEqual([])
    expect(opened(commits)).toHaveLength(2)
  })
})
