import { escapeIdentifier, type QueryConfig } from 'pg'
import { SECOND } from '../../kernel/clock'
import type { Connection } from '../connection'
import { databaseCause } from '../states/recognize'
import { locked, type Waiting } from './lock'
import { MigrationError } from './migration-error'
import type { Migration } from './migrations'
import { placedIndex } from './placement'

/** SQLSTATE query_canceled: behind a pooler we cannot lift the role's `statement_timeout`. */
const CANCELLED = '57014'

const LENDING_TIMEOUT = 5 * SECOND

const USE_SERVER_ITSELF = 'Run this with the address of the server itself, not of the pooler'

/** Existing indexes by name. `false`: its build was interrupted, so it is of no use. */
async function readIndexes(client: Connection, schema: string): Promise<Map<string, boolean>> {
  const { rows } = await client.query({
    text: `select c.relname as name, i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1`,
    values: [schema],
    // A pooler without a free connection keeps a query waiting for minutes.
    query_timeout: LENDING_TIMEOUT,
  } as QueryConfig)
  return new Map(rows.map(({ name, valid }) => [name, valid]))
}

type Newest = Map<string, string | undefined>

/** The newest statement of the migrations about each late index; undefined: it is dropped. */
const newestStatements = (migrations: Migration[]): Newest =>
  new Map(
    migrations.flatMap(({ review }) =>
      (review?.lateIndexes ?? []).map(({ name, statement }): [string, string | undefined] => [
        name,
        statement,
      ]),
    ),
  )

/** Work on one index: first drop a half-built or unwanted one, then build (`statement`). */
type Step = { name: string; isPresent: boolean; statement?: string }

const stepsTo = (newest: Newest, present: Map<string, boolean>): Step[] =>
  [...newest]
    .map(([name, statement]) => ({ name, statement, isPresent: present.has(name) }))
    .filter(({ name, statement, isPresent }) => (statement ? !present.get(name) : isPresent))

function describeFailure(client: Connection, name: string, error: unknown): MigrationError {
  const { code = 'no code' } = databaseCause(error)
  const remedy = code === CANCELLED && client.isPooled ? USE_SERVER_ITSELF : 'Run this again'
  return new MigrationError(`The index ${name} could not be built (${code}). ${remedy}.`, { cause: error })
}

async function build(client: Connection, { name, isPresent, statement }: Step, schema: string) {
  const index = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`
  try {
    if (isPresent) await client.query(`drop index concurrently if exists ${index}`)
    if (statement) await client.query(placedIndex(statement, schema))
  } catch (error) {
    throw describeFailure(client, name, error)
  }
}

/** Outcome of a step that needs a second connection, which a pooler may not have. */
async function lent<T>({ isPooled }: Connection, step: Promise<T>): Promise<T> {
  try {
    return await step
  } catch (error) {
    if (!isPooled) throw error
    throw new MigrationError(
      `The pooler lends one connection, and an index takes two to be built (default_pool_size). ${USE_SERVER_ITSELF}.`,
      { cause: error },
    )
  }
}

type Building = {
  client: Connection
  schema: string
  migrations: Migration[]
  waiting: Waiting
  /** Opens a second connection to the same database. */
  connect: () => Promise<Connection>
}

/**
 * Builds the late indexes that are missing or were interrupted (CREATE INDEX CONCURRENTLY, while others read and write),
 * and drops those that the migrations drop. The next run completes one that was killed. Such a statement runs outside of
 * a transaction, so the lock is held in one of a second connection.
 * @throws MigrationError
 */
export async function buildIndexes({
  client,
  schema,
  migrations,
  waiting,
  connect,
}: Building): Promise<void> {
  const newest = newestStatements(migrations)
  if (stepsTo(newest, await readIndexes(client, schema)).length === 0) return
  const holder = await lent(client, connect())
  try {
    await locked(holder, waiting, async () => {
      for (const step of stepsTo(newest, await lent(client, readIndexes(client, schema)))) {
        await build(client, step, schema)
        if (step.statement) waiting.log(`built ${step.name}`)
      }
    })
  } finally {
    await holder.end()
  }
}
