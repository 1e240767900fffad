import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../lib/db/client'
import { migrate } from '../../../lib/db/migrate/migrate'
import { migrationsFolder, readMigrations } from '../../../lib/db/migrate/migrations'
import type { Probe } from '../../../lib/doctor/check'
import { migrationsCheck } from '../../../lib/doctor/database/migrations'
import { rightsCheck } from '../../../lib/doctor/database/rights'
import { createLog } from '../../../lib/kernel/log'
import { cleanUp } from '../../../lib/monitor/clean-up'
import { sample } from '../../../lib/monitor/gauge/sample'
import { readReadiness } from '../../../lib/monitor/ready'
import { createPasswordHasher } from '../../../lib/password/hash'
import { createBackground } from '../../../lib/runtime/background'
import { testClock } from '../../support/clock'
import { type TestDatabase, testDatabase } from '../../support/database'
import { login } from '../../support/entries'
import { captureMail } from '../../support/mail'
import { aProbe, findings } from '../../support/probe'
import { withClient } from '../../support/with-client'
import { aVerifiedUser, aVisitor, PASSWORD, testEnv, type World } from '../../support/world'

/** The SQL of the page for people with two roles, its names replaced by ones of this test. */
function grants(database: TestDatabase, suffix: string): string[] {
  const page = readFileSync('docs/DATABASE.md', 'utf8')
  const name = new URL(database.url).pathname.slice(1)
  return [...page.matchAll(/^ *```sql\n([\s\S]*?)^ *```/gm)].map(([, block = '']) =>
    block
      .replaceAll(/huntaze_(owner|app)/g, `$&_${suffix}`)
      .replaceAll('database huntaze', `database ${name}`),
  )
}

let database: TestDatabase
let suffix: string

const addressOf = (role: 'owner' | 'app'): string => {
  const url = new URL(database.url)
  url.username = `huntaze_${role}_${suffix}`
  return url.href
}

beforeEach(async () => {
  database = await testDatabase('empty')
  suffix = randomBytes(4).toString('hex')
})

afterEach(async () => {
  await withClient(database.url, async (client) => {
    for (const role of ['app', 'owner']) {
      await client.query(`drop owned by huntaze_${role}_${suffix} cascade`)
      await client.query(`drop role huntaze_${role}_${suffix}`)
    }
  })
  await database.drop()
})

/** An app whose role may work with the rows that another role's tables hold. */
function openApp(): Pick<World, 'ctx' | 'pool' | 'logged'> {
  const logged: string[] = []
  const now = testClock()
  const log = createLog(now, (line) => void logged.push(line))
  const { db, pool } = openDatabase(addressOf('app'), log)
  const env = testEnv(addressOf('app'))
  const passwords = createPasswordHasher({ cost: env.bcryptCost })
  const mailDomain = async () => 'unknown' as const
  const background = createBackground(log)
  const mail = captureMail()
  const issuerKeys = async () => ({ refusal: 'unreachable' }) as const
  const ctx = {
    db,
    now,
    env,
    log,
    mail,
    passwords,
    background,
    mailDomain,
    issuerKeys,
    countryOf: async () => null,
  }
  return { ctx, pool, logged }
}

const appRole = () => `huntaze_app_${suffix}`

/** Levels of the doctor's checks that a role's rights decide. */
async function doctorSays({ pool }: Pick<World, 'pool'>): Promise<Record<string, string>> {
  const query: Probe['query'] = async (sql) => (await pool.query(sql)).rows
  const migrations = () => readMigrations(migrationsFolder())
  const { found } = await findings([migrationsCheck, rightsCheck], aProbe({ query, migrations }))
  return Object.fromEntries(Object.entries(found).map(([name, { level }]) => [name, level]))
}

describe('with one role for the tables and one for the rows', () => {
  // ASVS 13.2.2
  it('the main flow, clean-up and the samples run, and the app is ready', async () => {
    const [roles = '', journal = '', events = ''] = grants(database, suffix)
    await withClient(database.url, (client) => client.query(roles))
    await migrate(addressOf('owner'))
    const app = openApp()
    try {
      const { email } = await aVerifiedUser(app as World)
      expect((await login(app.ctx, { email, password: PASSWORD }, aVisitor())).ok).toBe(true)
      await cleanUp(app.ctx)
      await sample(app.ctx)
      expect(await readReadiness(app.ctx, app.ctx.now())).toEqual({
        ready: true,
        parts: { database: 'ok', migrations: 'unknown', worker: 'ok' },
      })
      expect(app.logged.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([])
      expect(await doctorSays(app)).toEqual({ 'database schema': 'yellow', 'database rights': 'yellow' })
      await withClient(database.url, (client) => client.query(journal))
      expect(await doctorSays(app)).toEqual({ 'database schema': 'green', 'database rights': 'yellow' })
      await withClient(addressOf('owner'), (client) => client.query(events))
      expect(await doctorSays(app)).toEqual({ 'database schema': 'green', 'database rights': 'green' })
      await withClient(addressOf('owner'), (client) =>
        client.query(`revoke delete on users from ${appRole()}`),
      )
      expect(await doctorSays(app)).toEqual({ 'database schema': 'green', 'database rights': 'red' })
      expect((await readReadiness(app.ctx, app.ctx.now())).parts.migrations).toBe('ok')
    } finally {
      await app.pool.end()
    }
  })

  // ASVS 13.2.2, 16.4.2
  it('the role for the rows inserts and reads events, and has the old ones deleted, and no more', async () => {
    const [roles = '', , events = ''] = grants(database, suffix)
    await withClient(database.url, (client) => client.query(roles))
    await migrate(addressOf('owner'))
    const app = openApp()
    const old = () =>
      app.pool.query(
        `insert into events (type, user_id, created_at) values ('signed_in', 1, now() - interval '366 days') returning id`,
      )
    const tries = (id: unknown) => [
      `update events set type = 'forged' where id = ${id}`,
      `delete from events where id = ${id}`,
      'truncate events',
      'alter table events disable trigger all',
      'drop trigger events_no_update on events',
      'create or replace function keep_events() returns trigger language plpgsql as $$ begin return null; end $$',
      'set session_replication_role = replica',
      `set role huntaze_owner_${suffix}`,
    ]
    try {
      const { email } = await aVerifiedUser(app as World)
      const { rows } = await app.pool.query('select id, created_at from events')
      // The triggers alone refuse the first; nobody but the owner gets around them.
      for (const statement of tries(rows[0].id)) await expect(app.pool.query(statement)).rejects.toThrow()
      await withClient(addressOf('owner'), (client) => client.query(events))
      await old()
      const denied = { code: '42501' }
      for (const statement of tries(rows[0].id))
        await expect(app.pool.query(statement)).rejects.toMatchObject(denied)
      // Not even the old ones, but through the function.
      await expect(app.pool.query('delete from events')).rejects.toMatchObject(denied)
      expect((await cleanUp(app.ctx)).events).toBe(1)
      expect((await app.pool.query('select id, created_at from events')).rows).toEqual(rows)
      expect((await login(app.ctx, { email, password: PASSWORD }, aVisitor())).ok).toBe(true)
      await withClient(addressOf('owner'), (client) =>
        client.query(`revoke execute on function delete_old_events(integer) from ${appRole()}`),
      )
      await expect(app.pool.query('select delete_old_events(1)')).rejects.toMatchObject(denied)
      expect(await doctorSays(app)).toMatchObject({ 'database rights': 'red' })
    } finally {
      await app.pool.end()
    }
  })

  // ASVS 13.2.2, 16.4.2
  it('the function of the owner is not misled by a temporary table with a trigger', async () => {
    const [roles = ''] = grants(database, suffix)
    await withClient(database.url, (client) => client.query(roles))
    await migrate(addressOf('owner'))
    await withClient(addressOf('app'), async (client) => {
      await client.query(`insert into events (type, user_id, created_at) values ('signed_in', 1, now())`)
      await client.query('create temporary table events (like public.events)')
      await client.query(`create temporary table seen (by text)`)
      await client.query('grant all on events, seen to public')
      await client.query(
        `create function pg_temp.rob() returns trigger language plpgsql as $$
           begin insert into pg_temp.seen values (current_user); return old; end $$`,
      )
      await client.query(
        'create trigger rob before delete on pg_temp.events for each row execute function pg_temp.rob()',
      )
      await client.query(
        `insert into pg_temp.events (id, type, created_at, result) values (1, 'bait', now() - interval '400 days', 'ok')`,
      )
      const { rows } = await client.query('select public.delete_old_events(10) as deleted')
      expect(rows).toEqual([{ deleted: 0 }])
      expect((await client.query('select * from pg_temp.seen')).rows).toEqual([])
      // The control: the trap snaps where the temporary table is meant.
      await client.query('delete from pg_temp.events')
      expect((await client.query('select * from pg_temp.seen')).rows).toEqual([{ by: appRole() }])
    })
  })
})
