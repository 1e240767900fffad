import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../../lib/db/client'
import { migrate } from '../../../lib/db/migrate/migrate'
import { migrationsFolder } from '../../../lib/db/migrate/migrations'
import { systemClock } from '../../../lib/kernel/clock'
import { createLog } from '../../../lib/kernel/log'
import { readAccounts } from '../../../lib/monitor/count/accounts'
import { readMailCounts } from '../../../lib/monitor/count/mail'
import { foldMarks } from '../../../lib/monitor/count/tallies'
import { readFunnel } from '../../../lib/monitor/panel/funnel'
import { funnelWindowOf, windowOf } from '../../../lib/monitor/panel/span'
import { type TestDatabase, testDatabase } from '../../support/database'
import { withClient } from '../../support/with-client'

let database: TestDatabase
let client: Client

/** The project's migrations as they were before the one named `tag`. */
function migrationsBefore(tag: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-migrations-'))
  cpSync(migrationsFolder(), folder, { recursive: true })
  const file = path.join(folder, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8'))
  const end = journal.entries.findIndex((entry: { tag: string }) => entry.tag === tag)
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, end) }))
  return folder
}

beforeEach(async () => {
  database = await testDatabase('empty')
  await migrateUpTo('0004_monitoring')
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterEach(async () => {
  await client.end()
  await database.drop()
})

async function migrateUpTo(tag: string): Promise<void> {
  const folder = migrationsBefore(tag)
  await migrate(database.url, undefined, folder)
  rmSync(folder, { recursive: true })
}

/** Reads with the clock of the database: the migration looks back from its own now. */
async function read() {
  const log = createLog(systemClock, () => {})
  const { db, pool } = openDatabase(database.url, log)
  try {
    const now = new Date()
    const ctx = { db, now: systemClock, log }
    await foldMarks(ctx)
    const counts = await readMailCounts(ctx, windowOf('30d', now))
    const mail = [...counts].map(([kind, places]) => [
      kind,
      [...places.values()].reduce((sum, n) => sum + n, 0),
    ])
    return {
      accounts: await readAccounts(ctx),
      mail: Object.fromEntries(mail),
      funnel: await readFunnel(ctx, funnelWindowOf('30d', now)),
    }
  } finally {
    await pool.end()
  }
}

it('counts the accounts and messages that are there already', async () => {
  await client.query(`
    insert into users (email, name, password_hash, email_verified, disabled_at, created_at, updated_at)
    select 'p' || i || '@example.com', 'x', 'x', i % 4 = 0, case when i % 10 = 0 then now() end,
      now() - interval '2 days', now() - interval '2 days' + interval '8 minutes'
    from generate_series(1, 1000) i;
    insert into users (email, name, password_hash, email_verified, created_at, updated_at)
    values ('old@example.com', 'x', 'x', true, now() - interval '1 year', now() - interval '1 year');
    insert into email_messages (user_id, kind, status, bounce_type, due_at, created_at, settled_at)
    select id, 'verification', case when id % 4 = 0 then 'delivered' when id % 4 = 1 then 'bounced' else 'sent' end,
      case when id % 4 = 1 then 'hard' end, created_at, created_at, created_at
    from users where email like 'p%';
    insert into email_messages (user_id, kind, status, due_at, created_at, settled_at)
    select id, 'verification', 'delivered', created_at, created_at, created_at from users where email in ('p4@example.com', 'old@example.com')`)
  await migrate(database.url)
  const { accounts, mail, funnel } = await read()
  expect(accounts).toEqual({ users: 1001, users_verified: 251, users_disabled: 100 })
  expect(mail).toMatchObject({
    mail_sent: 1001,
    mail_delivered: 251,
    mail_bounced_hard: 250,
    mail_complaint: 0,
  })
  expect(funnel).toMatchObject({ registered: 1000, sent: 1000, delivered: 250, verified: 250 })
  expect(funnel.medianSeconds).toBeGreaterThan(430)
  expect(funnel.medianSeconds).toBeLessThan(530)
})

/**
 * Migrates while four others write, who go on until each of them has met the new tables often.
 * @param write what they do again and again: `writer` counts them, `turn` what each does
 * @returns how many times it was done
 */
async function migrateWhile(
  write: (client: Client, writer: number, turn: number) => Promise<unknown>,
): Promise<number> {
  const turns = [0, 0, 0, 0]
  let writing = true
  const writers = turns.map((_, n) =>
    withClient(database.url, async (client) => {
      for (; writing; turns[n] = (turns[n] ?? 0) + 1) await write(client, n, turns[n] ?? 0)
    }),
  )
  await migrate(database.url)
  const before = [...turns]
  const least = () => Math.min(...turns.map((turn, n) => turn - (before[n] ?? 0)))
  await expect.poll(least).toBeGreaterThan(20)
  writing = false
  await Promise.all(writers)
  return turns.reduce((sum, turn) => sum + turn)
}

it('counts exactly while the running version writes on', async () => {
  await migrateWhile(async (writer, n, turn) => {
    await writer.query('insert into users (email, name, password_hash) values ($1, $2, $2)', [
      `w${n}-${turn}@example.com`,
      'x',
    ])
    await writer.query('update users set email_verified = true where email = $1', [
      `w${n}-${turn - 3}@example.com`,
    ])
    if (turn % 5 === 0)
      await writer.query('delete from users where email = $1', [`w${n}-${turn - 4}@example.com`])
  })
  const { rows } = await client.query(
    `select count(*)::int as users, count(*) filter (where email_verified)::int as users_verified,
       count(disabled_at)::int as users_disabled from users`,
  )
  expect(rows[0].users).toBeGreaterThan(50)
  expect((await read()).accounts).toEqual(rows[0])
})

/** Somebody whose newest link goes as far as `status`. */
const write = async (writer: Client, email: string, status: 'sent' | 'delivered') =>
  writer
    .query(
      `with person as (
       insert into users (email, name, password_hash) values ($1, 'x', 'x')
       on conflict (email) do update set name = 'y' returning id
     ), waiting as (
       insert into email_messages (user_id, kind, status, sealed, due_at, created_at)
       select id, 'verification', 'sending', '\\x00', now(), now() from person returning id
     ) select id from waiting`,
      [email],
    )
    .then(({ rows }) =>
      writer.query(`update email_messages set status = $2, sealed = null, settled_at = now() where id = $1`, [
        rows[0].id,
        status,
      ]),
    )

it('counts nobody again who was counted before `signups` existed', async () => {
  await migrateUpTo('0006_counted_once')
  for (const [n, status] of (['sent', 'delivered', 'sent'] as const).entries())
    await write(client, `p${n}@example.com`, status)
  await migrate(database.url)
  for (const n of [0, 1, 3]) await write(client, `p${n}@example.com`, 'delivered')
  expect((await read()).funnel).toMatchObject({ registered: 4, sent: 4, delivered: 3 })
})

it('counts each person once while the running version writes on', async () => {
  await migrateUpTo('0006_counted_once')
  const people = await migrateWhile(async (writer, n, turn) => {
    for (const status of ['sent', 'delivered', 'delivered'] as const)
      await write(writer, `w${n}-${turn}@example.com`, status)
  })
  expect(people).toBeGreaterThan(20)
  expect((await read()).funnel).toMatchObject({ registered: people, sent: people, delivered: people })
})
