import { rmSync } from 'node:fs'
import path from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyUnlocked } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyMigration } from '../../../lib/db/migrate/apply-migration'
import { connectAgain } from '../../../lib/db/migrate/connect'
import { migrate } from '../../../lib/db/migrate/migrate'
import { migrationsFolder, REVIEWED, readMigrations } from '../../../lib/db/migrate/migrations'
import { type TestDatabase, testDatabase } from '../../support/database'
import { migrationsWith, TAGS } from '../../support/migrations'
import { dumpSchema } from '../../support/schema-dump'
import { withClient as onDatabase } from '../../support/with-client'

const TABLES = [
  'alarms',
  'beat_minutes',
  'binding_counts',
  'browser_proofs',
  'canary_silences',
  'email_events',
  'email_messages',
  'email_suppressions',
  'email_throttle',
  'email_verification_tokens',
  'email_verification_uses',
  'events',
  'factor_removals',
  'gauges',
  'identities',
  'identity_offers',
  'instances',
  'mailbox_messages',
  'passkey_challenges',
  'passkeys',
  'provider_flows',
  'rate_limits',
  'recovery_codes',
  'request_counts',
  'service_keys',
  'session_keys',
  'sessions',
  'sign_in_steps',
  'signups',
  'tallies',
  'tally_marks',
  'totp_secrets',
  'used_work',
  'users',
  'webhook_deliveries',
  'webhook_endpoints',
  'webhook_events',
]
const ten = <T>(action: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 10 }, action))

let database: TestDatabase

afterEach(() => database.drop())

const withClient = <T>(action: (client: Client) => Promise<T>) => onDatabase(database.url, action)
const query = (sql: string) => withClient(async (client) => (await client.query(sql)).rows)
const dump = () => withClient(dumpSchema)
const remembered = () => query('select hash, created_at from drizzle.__drizzle_migrations order by id')

describe('an empty database', () => {
  beforeEach(async () => {
    database = await testDatabase('empty')
  })

  it('gets every table, and is told so', async () => {
    const lines: string[] = []
    const report = await migrate(database.url, (line) => lines.push(line))
    expect(report).toEqual({ created: false, applied: TAGS, ahead: 0, tables: TABLES })
    const said = lines.filter((line) => !line.startsWith('built '))
    expect(said).toEqual([...TAGS.map((tag) => `applied ${tag}`), `tables: ${TABLES.join(', ')}`])
  })

  it('gets exactly the committed dump (refresh it with `npm run db:generate`)', async () => {
    await migrate(database.url)
    await expect(await dump()).toMatchFileSnapshot('../../../drizzle/schema.sql')
  })

  it('is migrated once by ten at once', async () => {
    const reports = await ten(() => migrate(database.url))
    expect(reports.flatMap(({ applied }) => applied).sort()).toEqual([...TAGS].sort())
    expect(await remembered()).toHaveLength(TAGS.length)
  })

  it('takes turns with one that leaves indexes for later', async () => {
    const other = await connectAgain(database.url)
    const all = readMigrations(migrationsFolder())
    const next = all[5]
    if (!next?.review?.lateIndexes.length) throw new Error('0005 makes an index')
    await other.query('begin')
    let joined: Promise<unknown> | undefined
    // Waits in the line for the lock, which the first only tries to take.
    const joinIn = async () => {
      await other.query('select pg_advisory_xact_lock(727274)')
      for (const migration of all.slice((await remembered()).length, all.indexOf(next) + 1))
        await applyMigration(other, migration, { schema: 'public', isFirst: false })
      await other.query('commit')
    }
    const report = await migrate(database.url, (line) => {
      if (line === `applied ${all[3]?.tag}`) joined = joinIn()
    })
    await joined
    await other.end()
    expect(report.applied).toContain(TAGS[0])
    expect(report.applied).not.toContain(next.tag)
    await expect(await dump()).toMatchFileSnapshot('../../../drizzle/schema.sql')
  })

  it('would not be without the lock', async () => {
    const clients = await ten(async () => new Client({ connectionString: database.url }))
    const outcomes = await Promise.allSettled(
      clients.map(async (client) => {
        await client.connect()
        await applyUnlocked(drizzle({ client }), { migrationsFolder: migrationsFolder() })
      }),
    )
    for (const client of clients) await client.end()
    expect(outcomes.filter(({ status }) => status === 'rejected')).not.toEqual([])
  })

  it('is left alone where it holds a table of somebody else', async () => {
    await query('create table users (login text)')
    await expect(migrate(database.url)).rejects.toThrow('already has users, not made by these migrations')
    expect(await dump()).toContain('create table users (\n  login text\n);')
    expect(await query(`select to_regclass('drizzle.__drizzle_migrations') as journal`)).toEqual([
      { journal: null },
    ])
  })

  it('is left alone where it holds the journal of another application', async () => {
    await query(`create schema drizzle;
      create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
      insert into drizzle.__drizzle_migrations (hash, created_at) values ('theirs', 1)`)
    await expect(migrate(database.url)).rejects.toThrow('belongs to another application')
    expect(await dump()).not.toContain('create table')
  })
})

describe('an empty database whose migrations have no list', () => {
  it('stays empty', async () => {
    database = await testDatabase('empty')
    const folder = migrationsWith([])
    rmSync(path.join(folder, REVIEWED))
    await expect(migrate(database.url, undefined, folder)).rejects.toThrow(`${TAGS[0]} was never reviewed, `)
    expect(await dump()).not.toContain('create table')
    expect(await query(`select to_regnamespace('drizzle') as journal`)).toEqual([{ journal: null }])
  })
})

describe('a missing database', () => {
  beforeEach(async () => {
    database = await testDatabase('missing')
  })

  it('is created', async () => {
    const lines: string[] = []
    expect(await migrate(database.url, (line) => lines.push(line))).toMatchObject({
      created: true,
      tables: TABLES,
    })
    expect(lines[0]).toBe('created the database')
  })

  it('is created once by ten at once', async () => {
    const reports = await ten(() => migrate(database.url))
    expect(reports.flatMap(({ applied }) => applied).sort()).toEqual([...TAGS].sort())
  })
})
