import { sql } from 'drizzle-orm'
import { index, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, bytea, id, NOW } from '../db/columns'
import { ourTable } from '../db/table'

/**
 * Proofs by browsers that came with a sign-up: a nonce proves one address, and a trigger counts refusals. Nothing tells whose sign-up it
 * was.
 */
export const browserProofs = ourTable(
  'browser_proofs',
  {
    id: id(),
    /** SHA-256 of the nonce of a proof that counted. Null: it was refused. */
    nonceHash: bytea('nonce_hash'),
    /** Why it was refused (`lib/browser-proof/refusals.ts`). Null: it counted. */
    refusal: text('refusal'),
    createdAt: at('created_at').notNull().default(NOW),
    /** From then on the nonce is too old to be accepted anyway. */
    expiresAt: at('expires_at').notNull(),
  },
  (table) => [
    uniqueIndex('browser_proofs_nonce_hash_key')
      .on(table.nonceHash)
      .where(sql`${table.nonceHash} is not null`),
    index('browser_proofs_expires_at_idx').on(table.expiresAt),
  ],
)
