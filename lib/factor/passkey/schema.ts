import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from '../../account/schema'
import { at, bytea, NOW, userId } from '../../db/columns'
import { ourTable } from '../../db/table'

/** A passkey of an account (WebAuthn level 3, "credential record"). `users.passkeys` counts them. */
export const passkeys = ourTable(
  'passkeys',
  {
    /** Names the passkey to its person; opens nothing. */
    id: uuid('id').primaryKey().default(sql`gen_random_uuid()`),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    credentialId: bytea('credential_id').notNull(),
    /** COSE key. */
    publicKey: bytea('public_key').notNull(),
    signCount: bigint('sign_count', { mode: 'number' }).notNull(),
    /** The authenticator may copy it to other devices. */
    backupEligible: boolean('backup_eligible').notNull(),
    backedUp: boolean('backed_up').notNull(),
    /** Ways to reach the authenticator, as the browser named them. */
    transports: text('transports').array().notNull(),
    /** Model of the authenticator; all zeros where it does not say. */
    aaguid: uuid('aaguid').notNull(),
    name: text('name').notNull(),
    createdAt: at('created_at').notNull().default(NOW),
    lastUsedAt: at('last_used_at'),
  },
  (table) => [
    uniqueIndex('passkeys_credential_id_key').on(table.credentialId),
    index('passkeys_user_id_idx').on(table.userId),
  ],
)

/** A challenge that was handed out. Its use deletes it, so none is good twice (WebAuthn 13.4.3). */
export const passkeyChallenges = ourTable(
  'passkey_challenges',
  {
    challengeHash: bytea('challenge_hash').primaryKey(),
    purpose: text('purpose', { enum: ['enrol', 'use'] }).notNull(),
    /** The session (`handle`) that asked for it; a challenge of one session is good in no other. Null: signed out. */
    session: uuid('session'),
    createdAt: at('created_at').notNull().default(NOW),
    expiresAt: at('expires_at').notNull(),
  },
  (table) => [
    index('passkey_challenges_expires_at_idx').on(table.expiresAt),
    check('passkey_challenges_purpose_check', sql`${table.purpose} in ('enrol', 'use')`),
  ],
)
