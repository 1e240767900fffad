import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { SECOND } from '../../kernel/clock'
import { databaseCause } from '../states/recognize'
import { MigrationError } from './migration-error'
import type { Migration } from './migrations'

/**
 * A statement waits this long for a table at most, because every request on that table waits behind it. Then the
 * transaction is rolled back and tried again after a pause (ms).
 */
const LOCK_TIMEOUT = '2s'
const RETRY_PAUSE = 1 * SECOND
const ATTEMPTS = 20

/** SQLSTATE lock_not_available, and deadlock_detected: the running release takes its locks in an order of its own. */
const LOCK_CONFLICTS = ['55P03', '40P01']

/** The table in which drizzle records applied migrations, under the names that drizzle-kit expects. */
const JOURNAL = `create schema if not exists drizzle;
  create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`

/** Quotes syntax and naming errors (class 42) in full; of others only the code, because their text may quote rows. */
function describeFailure(tag: string, error: unknown): MigrationError {
  const { code = 'no code', message = '' } = databaseCause(error)
  const text = code.startsWith('42') ? `${code}: ${message}` : code
  const said = LOCK_CONFLICTS.includes(code)
    ? `${tag} found its tables in use for too long: a query or transaction runs for minutes. Try again later`
    : `${tag} failed`
  return new MigrationError(`${said} (${text}). It was undone as a whole.`, { cause: error })
}

/** A migration's SQL without its late indexes. */
export const transactionSql = ({ sql, review }: Pick<Migration, 'sql' | 'review'>): string =>
  (review?.lateIndexes ?? []).reduceRight(
    (text, { start, end }) => text.slice(0, start) + text.slice(end),
    sql,
  )

async function applyOnce(client: Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`)
    await client.query(transactionSql(migration))
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      migration.hash,
      migration.when,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** Creates the table in which `applyMigration` records migrations, unless it exists. */
export const prepareJournal = (client: Client) => client.query(JOURNAL)

/**
 * Applies one migration without its late indexes and records it, in a transaction of its own: the locks of one
 * migration are released before the next one runs.
 * @throws MigrationError
 */
export async function applyMigration(client: Client, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await applyOnce(client, migration)
    } catch (error) {
      const isInUse = LOCK_CONFLICTS.includes(databaseCause(error).code ?? '')
      if (!isInUse || attempt === ATTEMPTS) throw describeFailure(migration.tag, error)
      await sleep(RETRY_PAUSE)
    }
  }
}
