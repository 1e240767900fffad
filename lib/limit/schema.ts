import { index, integer } from 'drizzle-orm/pg-core'
import { at, bytea } from '../db/columns'
import { ourTable } from '../db/table'

/** Hits of one rate limit by one subject in the running window; `key` is a keyed hash, never an address. */
export const rateLimits = ourTable(
  'rate_limits',
  {
    key: bytea('key').primaryKey(),
    hits: integer('hits').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (table) => [index('rate_limits_expires_at_idx').on(table.expiresAt)],
)
