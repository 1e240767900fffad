import { sql } from 'drizzle-orm'
import { index, integer, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from '../account/schema'
import { at, bytea, id, NOW, userId } from '../db/columns'
import { ourTable } from '../db/table'
import type { EmailAddress } from '../kernel/email-address'
import { LINK_PURPOSE_NAMES } from './purposes'

const purpose = () => text('purpose', { enum: LINK_PURPOSE_NAMES }).notNull().default('verify_email')

/**
 * Mailed links that are still unused: SHA-256 of the token, and the address that it went to or, for `undo_email_change`, gives
 * back. The contract names the table.
 */
export const emailVerificationTokens = ourTable(
  'email_verification_tokens',
  {
    id: id(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    email: text('email').$type<EmailAddress>().notNull(),
    purpose: purpose(),
    tokenHash: bytea('token_hash').notNull(),
    /** Keyed hash of the code in the same message, where the purpose has one (`lib/link/code.ts`). */
    codeHash: bytea('code_hash'),
    /** Wrong codes typed while this one was good. */
    codeTries: integer('code_tries').notNull().default(0),
    /** The session's `handle` that the link is about. Null: about all of the account. */
    session: uuid('session'),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().default(NOW),
  },
  (table) => [
    uniqueIndex('email_verification_tokens_token_hash_key').on(table.tokenHash),
    index('email_verification_tokens_user_id_idx').on(table.userId),
    index('email_verification_tokens_expires_at_idx').on(table.expiresAt),
    // Nobody else may register an address that its former owner can still take back.
    index('email_verification_tokens_reserved_idx')
      .on(table.email)
      .where(sql`${table.purpose} = 'undo_email_change'`),
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
