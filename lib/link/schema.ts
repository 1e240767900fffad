import { index, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { users } from '../account/schema'
import { at, bytea, id, NOW, userId } from '../db/columns'
import { ourTable } from '../db/table'
import { LINK_PURPOSE_NAMES } from './purposes'

const purpose = () => text('purpose', { enum: LINK_PURPOSE_NAMES }).notNull().default('verify_email')

/**
 * Mailed links that are still unused: SHA-256 of the token, and the address it went to. The contract names the table.
 */
export const emailVerificationTokens = ourTable(
  'email_verification_tokens',
  {
    id: id(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    purpose: purpose(),
    tokenHash: bytea('token_hash').notNull(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().default(NOW),
  },
  (table) => [
    uniqueIndex('email_verification_tokens_token_hash_key').on(table.tokenHash),
    index('email_verification_tokens_user_id_idx').on(table.userId),
    index('email_verification_tokens_expires_at_idx').on(table.expiresAt),
  ],
)

/** Hashes of used links, so that a second visit reads "already verified" and not "invalid". */
export const emailVerificationUses = ourTable(
  'email_verification_uses',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: purpose(),
    usedAt: at('used_at').notNull().default(NOW),
  },
  (table) => [
    index('email_verification_uses_user_id_idx').on(table.userId),
    index('email_verification_uses_used_at_idx').on(table.usedAt),
  ],
)
