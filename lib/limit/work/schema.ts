import { index } from 'drizzle-orm/pg-core'
import { at, bytea } from '../../db/columns'
import { ourTable } from '../../db/table'

/** Proofs of work that were accepted: none counts twice. */
export const usedWork = ourTable(
  'used_work',
  {
    /** SHA-256 of the challenge. */
    challengeHash: bytea('challenge_hash').primaryKey(),
    /** From then on the challenge is too old to be accepted anyway. */
    expiresAt: at('expires_at').notNull(),
  },
  (table) => [index('used_work_expires_at_idx').on(table.expiresAt)],
)
