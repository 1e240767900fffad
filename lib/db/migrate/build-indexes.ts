import { type Client, escapeIdentifier } from 'pg'
import { databaseCause } from '../states/recognize'
import { MigrationError } from './migration-error'
import type { Migration } from './migrations'

/** Existing indexes by name. `false`: its build was interrupted, so it is of no use. */
async function readIndexes(client: Client): Promise<Map<string, boolean>> {
  const { rows } = await client.query(
    `select c.relname as name, i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_namespace n on n.oid = c.relnamespace where n.nspname = any(current_schemas(false))`,
  )
  return new Map(rows.map(({ name, valid }) => [name, valid]))
}

/** The newest statement of the migrations about each late index; undefined: it is dropped. */
const newestStatements = (migrations: Migration[]): Map<string, string | undefined> =>
  new Map(
    migrations.flatMap(({ review }) =>
      (review?.lateIndexes ?? []).map(({ name, statement }): [string, string | undefined] => [
        name,
        statement,
      ]),
    ),
  )

/**
 * Builds the late indexes that are missing or were interrupted (CREATE INDEX CONCURRENTLY, outside of a transaction,
 * while others read and write), and drops those that the migrations drop. The next run completes one that was killed.
 * @param log gets one line for each index built
 * @throws MigrationError
 */
export async function buildIndexes(
  client: Client,
  migrations: Migration[],
  log: (line: string) => void,
): Promise<void> {
  const present = await readIndexes(client)
  for (const [name, statement] of newestStatements(migrations)) {
    if (statement && present.get(name)) continue
    try {
      if (present.has(name)) await client.query(`drop index concurrently if exists ${escapeIdentifier(name)}`)
      if (!statement) continue
      await client.query(statement)
      log(`built ${name}`)
    } catch (error) {
      const { code = 'no code' } = databaseCause(error)
      throw new MigrationError(`The index ${name} could not be built (${code}). Run this again.`, {
        cause: error,
      })
    }
  }
}
