import { escapeIdentifier } from 'pg'
import { DEFAULT_SCHEMA } from '../../kernel/env/database'

/** The schema that migration files name, because drizzle-kit writes it into foreign keys. */
const NAMED = /"public"[.]/g

/** A statement of a migration with our schema where it names one. Names without a schema follow `search_path`. */
export const placed = (sql: string, schema: string): string =>
  sql.replace(NAMED, () => `${escapeIdentifier(schema)}.`)

/** A late index up to its table (`scripts/migrations/late-indexes.ts`), where that has no schema. */
const INDEX_START =
  /^(create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(?:"[^"]+"|\w+)\s+on\s+(?:only\s+)?)("[^"]+"|\w+)(?![.\w])/i

/**
 * The statement of a late index with its table's schema. It runs outside of a transaction, where no `search_path` is
 * sure. (PostgreSQL makes an index in the schema of its table.)
 */
export const placedIndex = (statement: string, schema: string): string =>
  placed(statement.replace(INDEX_START, `$1${escapeIdentifier(schema)}.$2`), schema)

/** drizzle's name for it. */
export const JOURNAL_TABLE = '__drizzle_migrations'

/**
 * Where applied migrations are recorded: for the default schema under the names that drizzle-kit expects, else beside
 * the tables, so that installations in one database share nothing.
 */
export const journalOf = (schema: string): { schema: string; table: string } => {
  const place = schema === DEFAULT_SCHEMA ? 'drizzle' : schema
  return { schema: place, table: `${escapeIdentifier(place)}.${JOURNAL_TABLE}` }
}
