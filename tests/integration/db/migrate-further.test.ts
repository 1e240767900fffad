import { appendFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import path from 'node:path'
import type { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../../lib/db/migrate/migrate'
import { reviewMigrations } from '../../../scripts/migrations/review'
import { type TestDatabase, testDatabase } from '../../support/database'
import { freePort } from '../../support/free-port'
import { migrationsWith, TAGS } from '../../support/migrations'
import { dumpSchema } from '../../support/schema-dump'
import { withClient as onDatabase } from '../../support/with-client'

let database: TestDatabase

afterEach(() => database.drop())

const withClient = <T>(action: (client: Client) => Promise<T>) => onDatabase(database.url, action)
const query = (sql: string) => withClient(async (client) => (await client.query(sql)).rows)
const dump = () => withClient(dumpSchema)
const remembered = () => query('select hash, created_at from drizzle.__drizzle_migrations order by id')

const migrateMore = (sql: string | string[], options?: { when?: number }) =>
  migrate(database.url, undefined, migrationsWith(sql, options))

describe('a migrated database', () => {
  let before: string

  beforeEach(async () => {
    database = await testDatabase()
    before = await dump()
  })

  const expectUntouched = async () => {
    expect(await dump()).toBe(before)
    expect(await remembered()).toHaveLength(TAGS.length)
  }

  it('is left as it is', async () => {
    const lines: string[] = []
    expect(await migrate(database.url, (line) => lines.push(line))).toMatchObject({ applied: [], ahead: 0 })
    expect(lines[0]).toBe('nothing to do, every migration was applied before')
    await expectUntouched()
  })

  it('gets what is new', async () => {
    const report = await migrateMore('ALTER TABLE users ADD COLUMN nickname text')
    expect(report.applied).toEqual(['more'])
    expect(await dump()).toContain('  nickname text')
  })

  it('gets a wider type', async () => {
    await migrateMore('ALTER TABLE "rate_limits" ALTER COLUMN "hits" SET DATA TYPE bigint')
    expect(await dump()).toContain('  hits bigint not null')
  })

  it('is not narrowed, and gets nothing else either', async () => {
    const sql = 'CREATE TABLE harmless ();--> statement-breakpoint\nALTER TABLE users DROP COLUMN name;'
    const folder = migrationsWith(['CREATE TABLE reviewed ()', sql])
    expect(reviewMigrations(folder)).toEqual([
      'more2: it drops a column or a constraint: ALTER TABLE users DROP COLUMN name',
    ])
    await expect(migrate(database.url, undefined, folder)).rejects.toThrow(
      /^Refused, no migration was applied: more was never reviewed, more2 was never reviewed /,
    )
    await expectUntouched()
  })

  it('gets nothing of a migration that changed after its review, nor of those before it', async () => {
    const folder = migrationsWith(['CREATE TABLE first ()', 'CREATE TABLE second ()'])
    appendFileSync(path.join(folder, 'more2.sql'), '; DROP TABLE users')
    await expect(migrate(database.url, undefined, folder)).rejects.toThrow(
      /^Refused, no migration was applied: more2 changed after its review /,
    )
    await expectUntouched()
  })

  it('is as before when a migration fails half way, and no row is quoted', async () => {
    await query(`insert into users (email, name, password_hash) values ('secret@example.com', 'Jean', 'x')`)
    const error = await migrateMore(
      'CREATE TABLE half (); UPDATE users SET email_verified = (email::int = 1)',
    ).catch((reason) => reason)
    expect(error.message).toBe('more failed (22P02). It was undone as a whole.')
    await expect(migrateMore('CREATE TABLE half (); ALTER TABLE nowhere ADD COLUMN a int')).rejects.toThrow(
      'relation "nowhere" does not exist',
    )
    await expectUntouched()
  })

  it('keeps the migrations before one that fails, and goes on from there', async () => {
    const lines: string[] = []
    const broken = migrationsWith(['CREATE TABLE first ()', 'ALTER TABLE nowhere ADD COLUMN a int'])
    await expect(migrate(database.url, (line) => lines.push(line), broken)).rejects.toThrow(
      'more2 failed (42P01',
    )
    expect(lines).toEqual(['applied more'])
    expect(await remembered()).toHaveLength(TAGS.length + 1)
    const report = await migrateMore(['CREATE TABLE first ()', 'CREATE TABLE second ()'])
    expect(report.applied).toEqual(['more2'])
  })

  it('lets others read a table that it waits for, and gets it in the end', async () => {
    await withClient(async (busy) => {
      await busy.query('begin; select from users')
      const migrated = migrateMore('ALTER TABLE users ADD COLUMN nickname text')
      const waits = `select from pg_locks where relation = 'users'::regclass and not granted`
      await expect.poll(async () => (await query(waits)).length, { interval: 10 }).toBe(1)
      expect(await query('select count(*)::int as n from users')).toEqual([{ n: 0 }])
      await busy.query('commit')
      expect((await migrated).applied).toEqual(['more'])
    })
  })

  it('gets an index of a table in use while others read and write it', async () => {
    await withClient(async (busy) => {
      await busy.query(
        `begin; insert into users (email, name, password_hash) values ('busy@example.com', 'B', 'x')`,
      )
      const more =
        'CREATE TABLE made (n int); CREATE INDEX made_n ON made (n); CREATE INDEX late ON users (name)'
      const migrated = migrateMore(more)
      const builds = `select from pg_stat_activity where query ilike 'create index concurrently%' and wait_event_type = 'Lock'
                      and datname = current_database()`
      await expect.poll(async () => (await query(builds)).length, { interval: 10 }).toBe(1)
      await query(`insert into users (email, name, password_hash) values ('jean@example.com', 'Jean', 'x')`)
      await busy.query('commit')
      await migrated
    })
    expect(await dump()).toMatch(/INDEX made_n ON public[.]made [\s\S]*INDEX late ON public[.]users /)
  })

  it('gets the index that a killed run left half built, and loses one that is not wanted any more', async () => {
    const folder = migrationsWith('CREATE INDEX late ON users (name)')
    await withClient(async (busy) => {
      await busy.query(
        `begin; insert into users (email, name, password_hash) values ('busy@example.com', 'B', 'x')`,
      )
      const migrated = migrate(database.url, undefined, folder).catch((error) => error)
      const kill = `select pg_terminate_backend(pid) from pg_stat_activity
                    where query ilike 'create index concurrently%' and wait_event_type = 'Lock' and datname = current_database()`
      await expect.poll(async () => (await query(kill)).length, { interval: 10 }).toBe(1)
      await migrated
      await busy.query('commit')
    })
    const state = `select indisvalid as valid from pg_index where indexrelid = to_regclass('late')`
    expect(await query(state)).toEqual([{ valid: false }])
    const lines: string[] = []
    await migrate(database.url, (line) => lines.push(line), folder)
    expect(lines).toContain('built late')
    expect(await query(state)).toEqual([{ valid: true }])
    await migrateMore(['CREATE INDEX late ON users (name)', 'DROP INDEX late'])
    expect(await query(state)).toEqual([])
  })

  it('refuses a file that changed after it was applied', async () => {
    const folder = migrationsWith('CREATE TABLE more ()')
    appendFileSync(path.join(folder, `${TAGS[0]}.sql`), '-- later')
    await expect(migrate(database.url, undefined, folder)).rejects.toThrow(
      `${TAGS[0]} changed after it was applied`,
    )
    await expectUntouched()
  })

  it('refuses a migration older than what is applied', async () => {
    await expect(migrateMore('CREATE TABLE more ()', { when: -1 })).rejects.toThrow('more is older than')
    await expectUntouched()
  })

  it('may be ahead of this checkout', async () => {
    await migrateMore('CREATE TABLE newer ()')
    const lines: string[] = []
    expect(await migrate(database.url, (line) => lines.push(line))).toMatchObject({ applied: [], ahead: 1 })
    expect(lines[0]).toContain('ahead of this checkout by 1')
  })

  it('may not be on another branch', async () => {
    await migrateMore('CREATE TABLE theirs ()', { when: 2000 })
    await expect(migrateMore('CREATE TABLE ours ()', { when: 3000 })).rejects.toThrow('another branch')
  })

  it('is waited for while its server starts', async () => {
    const url = new URL(database.url)
    const socket = url.searchParams.get('host')
    const target = socket
      ? { path: `${socket}/.s.PGSQL.5432` }
      : { host: url.hostname, port: Number(url.port) }
    const port = await freePort()
    const relay = createServer((incoming) => {
      const outgoing = createConnection(target)
      incoming.pipe(outgoing).pipe(incoming)
      for (const side of [incoming, outgoing]) side.on('error', () => undefined)
    })
    setTimeout(() => relay.listen(port, '127.0.0.1'), 1500)
    const lines: string[] = []
    await migrate(`postgresql://${url.username}:${url.password}@127.0.0.1:${port}${url.pathname}`, (line) =>
      lines.push(line),
    )
    relay.close()
    expect(lines[0]).toBe(`waiting for the database ${url.pathname.slice(1)} at 127.0.0.1:${port}`)
  })
})
