import { setTimeout as sleep } from 'node:timers/promises'
import { escapeIdentifier } from 'pg'
import { SECOND } from '../../kernel/clock'
import type { Connection } from '../connection'
import { databaseCause } from '../states/recognize'
import { MigrationError } from './migration-error'
import type { Migration } from './migrations'
import { journalOf, placed } from './placement'

/**
 * A statement waits this long for a table at most, because every request on that table waits behind it. Then the
 * transaction is rolled back and tried again after a pause (ms).
 */
const LOCK_TIMEOUT = '2s'
const RETRY_PAUSE = 1 * SECOND
const ATTEMPTS = 20

/** SQLSTATE lock_not_available, and deadlock_detected: the running release takes its locks in an order of its own. */
const LOCK_CONFLICTS = ['55P03', '40P01']

/** Quotes syntax and naming errors (class 42) in full; of others only the code, because their text may quote rows. */
function describeFailure(tag: string, error: unknown): MigrationError {
  const { code = 'no code', message = '' } = databaseCause(error)
  const text = code.startsWith('42') ? `${code}: ${message}` : code
  const said = LOCK_CONFLICTS.includes(code)
    ? `${tag} found its tables in use for too long: a query or transaction runs for minutes. Try again later`
    : `${tag} failed`
  return new MigrationError(`${said} (${text}). It was undone as a whole.`, { cause: error })
}

/** A migration's SQL without its late indexes and fills. */
export const transactionSql = ({ sql, review }: Pick<Migration, 'sql' | 'review'>): string =>
  [...(review?.lateIndexes ?? []), ...(review?.lateFills ?? [])]
    .sort((one, other) => other.start - one.start)
    .reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), sql)

async function createSchema(client: Connection, schema: string): Promise<void> {
  const { rows } = await client.query('select from pg_namespace where nspname = $1', [schema])
  // Not `if not exists`, which needs the right to create a schema even when it exists.
  if (rows.length === 0) await client.query(`create schema ${escapeIdentifier(schema)}`)
}

/**
 * The path of a migration, and of the functions that it makes with `SET search_path FROM CURRENT`. Temporary tables come last: where
 * `pg_temp` is not named they come first, and a function that runs with its owner's rights would take another role's for ours
 * (PostgreSQL, "Writing SECURITY DEFINER Functions Safely").
 */
const searchPath = (schema: string): string => `${escapeIdentifier(schema)}, pg_temp`

/** The schemas, and the table in which applied migrations are recorded. */
async function prepareSchemas(client: Connection, schema: string): Promise<void> {
  const journal = journalOf(schema)
  for (const name of new Set([schema, journal.schema])) await createSchema(client, name)
  await client.query(
    `create table if not exists ${journal.table} (id serial primary key, hash text not null, created_at bigint)`,
  )
}

/**
 * Applies a migration and records it, in the transaction that runs.
 * @param isFirst the database was empty: no index is late, since nobody reads or writes
 * @throws MigrationError
 */
export async function applyMigration(
  client: Connection,
  migration: Migration,
  { schema, isFirst }: { schema: string; isFirst: boolean },
): Promise<void> {
  try {
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`)
    await prepareSchemas(client, schema)
    await client.query(`set local search_path = ${searchPath(schema)}`)
    await client.query(placed(isFirst ? migration.sql : transactionSql(migration), schema))
    await client.query(`insert into ${journalOf(schema).table} (hash, created_at) values ($1, $2)`, [
      migration.hash,
      migration.when,
    ])
  } catch (error) {
    throw describeFailure(migration.tag, error)
  }
}

/** Runs `work` again, some times, while others use the tables it needs. Each failure has undone it as a whole. */
export async function untilFree<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const isInUse = LOCK_CONFLICTS.includes(databaseCause(error).code ?? '')
      if (!isInUse || attempt === ATTEMPTS) throw error
      await sleep(RETRY_PAUSE)
    }
  }
}
