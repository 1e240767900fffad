import { type Client, escapeIdentifier } from 'pg'
import { databaseCause } from '../errors'
import { MigrationError } from './migration-error'
import type { Migration } from './migrations'

/** Names of the indexes that are there; `false`: of those whose building was cut short, which are of no use. */
async function readIndexes(client: Client): Promise<Map<string, boolean>> {
  const { rows } = await client.query(
    `select c.relname as name, i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_namespace n on n.oid = c.relnamespace where n.nspname = any(current_schemas(false))`,
  )
  return new Map(rows.map(({ name, valid }) => [name, valid]))
}

/** What the migrations together say of each late index: the last word counts. */
const lastWords = (migrations: Migration[]): Map<string, string | undefined> =>
  new Map(
    migrations.flatMap(({ review }) =>
      (review?.lateIndexes ?? []).map(({ name, statement }): [string, string | undefined] => [
        name,
        statement,
      ]),
    ),
  )

/**
 * Brings the late indexes to what the migrations say, beside everybody who reads and writes: builds what is missing or
 * was cut short (CREATE INDEX CONCURRENTLY, which no transaction can hold), drops what is not wanted any more. A run
 * that is killed is made good by the next one.
 * @param log gets one line for each index built
 * @throws MigrationError
 */
export async function buildIndexes(
  client: Client,
  migrations: Migration[],
  log: (line: string) => void,
): Promise<void> {
  const present = await readIndexes(client)
  for (const [name, statement] of lastWords(migrations)) {
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
