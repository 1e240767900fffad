import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../../lib/db/migrate/migrate'
import { stateOf } from '../../../lib/db/states/recognize'
import type { State } from '../../../lib/db/states/state'
import { DATABASE_STATES, type StateName } from '../../../lib/db/states/table'
import { transaction } from '../../../lib/db/transaction'
import { deliverDue } from '../../../lib/email/send/worker'
import { call, sessionOf } from '../../support/api'
import { type Cluster, newCluster } from '../../support/cluster'
import { freePort } from '../../support/free-port'
import { tokenFor } from '../../support/mail'
import { openRelay } from '../../support/relay'
import { queryOnce, withClient } from '../../support/with-client'
import { createWorld, freshEmail, PASSWORD, type World } from '../../support/world'

const BASE = 'base'
const ROLE = 'app'

let cluster: Cluster
const worlds: World[] = []
let serial = 0

beforeAll(async () => {
  cluster = newCluster({ max_connections: '40' })
  await cluster.start()
  await migrate(cluster.url(BASE))
  await query(`create role ${ROLE} login`)
})

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()))
})

afterAll(() => cluster.remove())

const query = (text: string, url = cluster.url()) => queryOnce(url, text)

/** The address with another user. */
function as(role: string, url: string): string {
  const other = new URL(url)
  other.username = role
  return other.href
}

/** A world on a database of this address, which answers API calls. */
async function worldAt(url: string, poolSize?: number): Promise<World> {
  const world = await createWorld({
    database: { url, drop: async () => undefined },
    env: { RATE_LIMIT_SCALE: '1000' },
    poolSize,
  })
  worlds.push(world)
  world.serve()
  return world
}

/** A database of the test's own: its address for the superuser. */
async function aDatabase(): Promise<string> {
  const name = `test_${serial++}`
  await query(`create database ${name} template ${BASE}`)
  return cluster.url(name)
}

const register = () =>
  call('POST', '/api/auth/register', { json: { name: 'Jean', email: freshEmail(), password: PASSWORD } })

const readiness = async () => {
  const response = await call('GET', '/api/health/ready')
  return { status: response.status, parts: (await response.json()).parts }
}

/** Signs up, and expects what the table says of the state. */
async function expectState(world: World, name: StateName): Promise<void> {
  const state: State = DATABASE_STATES[name]
  const response = await register()
  const line = world.logged.map((text) => JSON.parse(text)).findLast(({ kind }) => kind === name)
  expect({ status: response.status, after: response.headers.get('retry-after'), event: line?.event }).toEqual(
    {
      status: 503,
      after: String(state.retryAfter / 1000),
      event: state.event,
    },
  )
}

/** The same, and that the process says it is not ready. */
async function expectNotReady(world: World, name: StateName): Promise<void> {
  await expectState(world, name)
  const { status, parts } = await readiness()
  expect({ status, ...parts }).toMatchObject({ status: 503, ...DATABASE_STATES[name].ready })
  expect(world.logged.join('\n')).not.toContain('unexpected_error')
}

async function expectWorks(): Promise<void> {
  expect((await register()).status).toBe(201)
  expect((await readiness()).parts).toMatchObject({ database: 'ok', migrations: 'ok' })
}

describe('before a statement ran', () => {
  it('nothing listens: refusing', async () => {
    await expectNotReady(await worldAt(`postgres://a@127.0.0.1:${await freePort()}/b`), 'refusing')
    await expectNotReady(await worldAt('postgres://a@localhost/b?host=/nowhere'), 'refusing')
  })

  it('no route, or a name without an address: unreachable', async () => {
    await expectNotReady(await worldAt('postgres://a@255.255.255.255/b'), 'unreachable')
    await expectNotReady(await worldAt('postgres://a@nowhere.invalid/b'), 'unreachable')
  })

  it('a server that accepts and stays silent: unreachable', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const { port } = silent.address() as { port: number }
    await expectState(await worldAt(`postgres://a@127.0.0.1:${port}/b`), 'unreachable')
  })

  it('a server that shuts down: starting', async () => {
    const own = newCluster()
    onTestFinished(() => own.remove())
    await own.start()
    await withClient(own.url(), async () => {
      own.shutDownGently()
      await sleep(200)
      await expectNotReady(await worldAt(own.url()), 'starting')
    })
  })

  it('a role that is not let in: rejected', async () => {
    await expectNotReady(await worldAt(as('nobody', cluster.url(BASE))), 'rejected')
  })

  it('a database that is closed to all, or to this role: closed, rejected', async () => {
    const url = await aDatabase()
    const name = new URL(url).pathname.slice(1)
    await query(`alter database ${name} allow_connections false`)
    await expectNotReady(await worldAt(url), 'closed')
    await query(
      `alter database ${name} allow_connections true; revoke connect on database ${name} from public`,
    )
    await expectNotReady(await worldAt(as(ROLE, url)), 'rejected')
  })

  // ASVS 12.3.1, 16.3.4
  it('a server without TLS: without_tls', async () => {
    const relay = await openRelay()
    onTestFinished(() => relay.close())
    relay.leadTo(cluster.socket)
    const world = await worldAt(`postgres://postgres@127.0.0.1:${relay.port}/${BASE}?sslmode=require`)
    await expectNotReady(world, 'without_tls')
  })

  it('a database that is not there: no_database', async () => {
    await expectNotReady(await worldAt(cluster.url('missing')), 'no_database')
  })

  it('a role at its limit: role_full', async () => {
    const url = await aDatabase()
    await query(`create role narrow login connection limit 1; grant pg_read_all_data to narrow`)
    await withClient(as('narrow', url), async () =>
      expectNotReady(await worldAt(as('narrow', url)), 'role_full'),
    )
  })

  it('a database at its limit: database_full', async () => {
    const url = await aDatabase()
    await query(`alter database ${new URL(url).pathname.slice(1)} connection limit 1`)
    await withClient(as(ROLE, url), async () => expectNotReady(await worldAt(as(ROLE, url)), 'database_full'))
  })

  it('a server at its limit: server_full', async () => {
    const own = newCluster({
      max_connections: '6',
      superuser_reserved_connections: '3',
      max_wal_senders: '0',
    })
    onTestFinished(() => own.remove())
    await own.start()
    await query(`create role ${ROLE} login`, own.url())
    const clients = Array.from({ length: 3 }, () => new Client({ connectionString: as(ROLE, own.url()) }))
    for (const client of clients) await client.connect()
    await expectNotReady(await worldAt(as(ROLE, own.url())), 'server_full')
    await Promise.all(clients.map((client) => client.end()))
  })

  // ASVS 13.2.6
  it('every connection of the process in use: pool_full', async () => {
    const world = await worldAt(await aDatabase(), 1)
    const held = await world.pool.connect()
    await expectState(world, 'pool_full')
    held.release()
    await expectWorks()
  })
})

describe('a statement that is refused', () => {
  /** A world on a database to which the superuser did something before. */
  async function worldAfter(...statements: string[]): Promise<World> {
    const url = await aDatabase()
    for (const statement of statements)
      await query(statement.replaceAll('DATABASE', new URL(url).pathname.slice(1)), url)
    return await worldAt(url)
  }

  it('because it writes: read_only, and its connection is not used again', async () => {
    const world = await worldAfter('alter database DATABASE set default_transaction_read_only = on')
    await expectNotReady(world, 'read_only')
    expect(world.pool.totalCount).toBe(0)
    await query(`alter database ${new URL(world.ctx.env.databaseUrl).pathname.slice(1)} reset all`)
    await expectWorks()
  })

  it.each(['repeatable read', 'serializable'])('nowhere, where the default level is %s', async (level) => {
    const world = await worldAfter(`alter database DATABASE set default_transaction_isolation = '${level}'`)
    const email = freshEmail()
    const json = { name: 'Jean', email, password: PASSWORD }
    const signUps = await Promise.all([
      ...Array.from({ length: 7 }, register),
      call('POST', '/api/auth/register', { json }),
    ])
    expect(signUps.map(({ status }) => status)).toEqual(signUps.map(() => 201))
    const signIns = await Promise.all(
      Array.from({ length: 8 }, () =>
        call('POST', '/api/auth/login', { json: { email, password: PASSWORD } }),
      ),
    )
    expect(signIns.map(({ status }) => status)).toEqual(signIns.map(() => 200))
    expect(world.logged.filter((line) => /"level":"error"/.test(line))).toEqual([])
  })

  it('for a simultaneous one, again and again: serialization', async () => {
    const world = await worldAfter(raising('40001'))
    await expectState(world, 'serialization')
    expect(await attemptsOf(world)).toBe(5)
    expect((await readiness()).parts.database).toBe('ok')
  })

  it('for a simultaneous one, again and again: deadlock', async () => {
    const world = await worldAfter(raising('40P01'))
    await expectState(world, 'deadlock')
    expect(await attemptsOf(world)).toBe(5)
  })

  /** Has each sign-up fail with this SQLSTATE; a sequence counts, since nothing undoes it. */
  const raising = (code: string) => `create sequence attempts;
    create function refuse() returns trigger language plpgsql as
    $$ begin perform nextval('public.attempts'); raise sqlstate '${code}'; end $$;
    create trigger refuse before insert on users for each row execute function refuse()`

  const attemptsOf = async ({ pool }: World) =>
    Number((await pool.query('select last_value from attempts')).rows[0].last_value)

  it('for a simultaneous one, once each: every step of a person’s way is done once in the end', async () => {
    const world = await worldAfter(`create sequence attempts;
      create function refuse() returns trigger language plpgsql as $$ begin
        if nextval('public.attempts') % 2 = 1 then raise sqlstate '40001'; end if;
        return new;
      end $$;
      create trigger refuse before insert on events for each row execute function refuse()`)
    const { ctx } = world
    const [jean, jeanne] = [freshEmail(), freshEmail()]
    const signedUp = await call('POST', '/api/auth/register', {
      json: { name: 'Jean', email: jean, password: PASSWORD },
    })
    const headers = { cookie: `auth-token=${sessionOf(signedUp)}` }
    const changed = await call('POST', '/api/auth/change-email', { json: { email: jeanne }, headers })
    await deliverDue(ctx)
    const query = `?token=${tokenFor(ctx.mail, jeanne)}`
    const verified = await call('GET', '/api/auth/verify-email', {
      query,
      headers: { accept: 'application/json' },
    })
    const signedIn = await call('POST', '/api/auth/login', { json: { email: jeanne, password: PASSWORD } })
    const session = { headers: { cookie: `auth-token=${sessionOf(signedIn)}` } }
    expect((await call('GET', '/api/auth/me', session)).status).toBe(200)
    const signedOut = await call('POST', '/api/auth/logout', session)
    await deliverDue(ctx)
    expect([signedUp, changed, verified, signedIn, signedOut].map(({ status }) => status)).toEqual([
      201, 200, 200, 200, 200,
    ])
    const counts = await ctx.db.execute(sql`select
      (select count(*) from users)::int as users,
      (select count(*) from sessions)::int as sessions,
      (select count(*) from email_messages)::int as messages,
      (select string_agg(type, ' ' order by id) from events) as events`)
    expect(counts.rows).toEqual([
      {
        users: 1,
        sessions: 1,
        // Verification twice, welcome, and the notice of a sign-in from a browser without a mark.
        messages: 4,
        events: 'registered email_changed email_verified signed_in signed_out',
      },
    ])
    expect(await attemptsOf(world)).toBe(10)
  })

  it('because two wait for each other, once: both transactions are done in the end', async () => {
    const { ctx } = await worldAfter('create table pairs as select n, 0 as hits from generate_series(1, 2) n')
    let runs = 0
    const hitBoth = (first: number, second: number) =>
      transaction(ctx, async ({ db }) => {
        runs++
        await db.execute(sql`update pairs set hits = hits + 1 where n = ${first}`)
        await sleep(100)
        await db.execute(sql`update pairs set hits = hits + 1 where n = ${second}`)
      })
    await Promise.all([hitBoth(1, 2), hitBoth(2, 1)])
    expect(runs).toBeGreaterThan(2)
    expect((await ctx.db.execute(sql`select hits from pairs`)).rows).toEqual([{ hits: 2 }, { hits: 2 }])
  })

  it('for want of a right: right_missing', async () => {
    const world = await worldAt(as(ROLE, await aDatabase()))
    await expectNotReady(world, 'right_missing')
  })

  it('for want of a schema: schema_missing', async () => {
    const { ctx } = await worldAfter()
    const error = await ctx.db.execute(sql`select nowhere.f()`).catch((cause) => cause)
    expect(stateOf(error)).toBe('schema_missing')
  })

  it.each([
    'drop table sessions cascade',
    'alter table sessions drop column token_hash',
    'drop schema public cascade',
  ])('for want of a newer table (%s): older_tables', async (statement) => {
    await expectState(await worldAfter(statement), 'older_tables')
  })

  it('for want of every table: older_tables, and the migrations are missing', async () => {
    await expectNotReady(
      await worldAfter('drop schema public cascade', 'drop schema drizzle cascade'),
      'older_tables',
    )
  })

  it('nowhere, where the tables are newer: all works', async () => {
    await worldAfter(
      `insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 9999999999999)`,
      'alter table users add column motto text',
    )
    await expectWorks()
  })

  it('by nobody, while the standby is away: not_replicated, and the account is there all the same', async () => {
    const own = newCluster({ synchronous_standby_names: 'away' })
    onTestFinished(() => own.remove())
    await own.start({ synchronous_standby_names: '' })
    await migrate(own.url(BASE))
    await own.stop()
    await own.start()
    const world = await worldAt(own.url(BASE), 2)
    let isOver = false
    async function cancelWaits(): Promise<void> {
      while (!isOver) {
        await query(
          `select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`,
          own.url(),
        )
        await sleep(50)
      }
    }
    // Awaited, because the cluster ends with the test.
    const cancelling = cancelWaits()
    await expectState(world, 'not_replicated').finally(() => {
      isOver = true
    })
    await cancelling
    expect(await query('select from users', own.url(BASE))).toHaveLength(1)
  })

  it('because it takes too long: cancelled', async () => {
    const world = await worldAfter(raising('57014'))
    await expectNotAnswered(world, 'cancelled')
  })

  it('because the disk is full: exhausted', async () => {
    const world = await worldAfter(raising('53100'))
    await expectNotAnswered(world, 'exhausted')
  })

  it('because its connection ended: lost', async () => {
    const world = await worldAfter(
      `create function refuse() returns trigger language plpgsql as
       $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
       create trigger refuse before insert on users for each row execute function refuse()`,
    )
    await expectNotAnswered(world, 'lost')
  })

  /** The connection of the failed sign-up is gone too. */
  async function expectNotAnswered(world: World, name: StateName): Promise<void> {
    const before = await world.pool.connect()
    before.release()
    await expectState(world, name)
    expect(world.pool.idleCount).toBe(0)
  }
})

describe('a prepared statement', () => {
  async function aSignedInPerson(url: string) {
    const world = await worldAt(url, 1)
    const cookie = (await register()).headers.getSetCookie().join(';')
    const me = async () => (await call('GET', '/api/auth/me', { headers: { cookie } })).status
    expect(await me()).toBe(200)
    return { world, me }
  }

  it('is sent once more where the server no longer has it', async () => {
    const { world, me } = await aSignedInPerson(await aDatabase())
    await world.pool.query('deallocate all')
    expect(await me()).toBe(200)
    expect(await me()).toBe(200)
  })

  it('is sent once more where a column of it has another type now', async () => {
    const url = await aDatabase()
    const { me } = await aSignedInPerson(url)
    await query('alter table users alter column name type varchar(200)', url)
    expect(await me()).toBe(200)
    expect(await me()).toBe(200)
  })
})
