import { escapeIdentifier } from 'pg'
import { DEFAULT_SCHEMA } from '../../kernel/env/database'

/** The schema that migration files name, because drizzle-kit writes it into foreign keys. */
const NAMED = /"public"[.]/g

/** A migration's statement with our schema in place of `public`. Names without a schema follow `search_path`. */
export const placed = (sql: string, schema: string): string =>
  sql.replace(NAMED, () => `${escapeIdentifier(schema)}.`)

/** Start of a late index's statement (`scripts/migrations/late-indexes.ts`), up to a table without a schema. */
const INDEX_START =
  /^(create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(?:"[^"]+"|\w+)\s+on\s+(?:only\s+)?)("[^"]+"|\w+)(?![.\w])/i

/**
 * The statement of a late index, with the schema of its table: it runs outside of a transaction, where `search_path` may be
 * another client's. (PostgreSQL makes an index in the schema of its table.)
 */
export const placedIndex = (statement: string, schema: string): string =>
  placed(statement.replace(INDEX_START, `$1${escapeIdentifier(schema)}.$2`), schema)

/** Table of applied migrations, by drizzle's name. */
export const JOURNAL_TABLE = '__drizzle_migrations'

/**
 * Where applied migrations are recorded: for the default schema under the names that drizzle-kit expects, else beside
 * the tables, so that installations in one database share nothing.
 */
export const journalOf = (schema: string): { schema: string; table: string } => {
  const place = schema === DEFAULT_SCHEMA ? 'drizzle' : schema
  return { schema: place, table: `${escapeIdentifier(place)}.${JOURNAL_TABLE}` }
}
