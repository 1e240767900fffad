import { sql } from 'drizzle-orm'
import { index, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from '../account/schema'
import { at, bytea, NOW, userId } from '../db/columns'
import { ourTable } from '../db/table'

/** A sign-in. `id` is the JWT's `sid` (128 random bits); `token_hash` is the SHA-256 of the whole JWT. */
export const sessions = ourTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tokenHash: bytea('token_hash').notNull(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().default(NOW),
    /** The last request that a person made with this session, minutes coarse (`lib/session/last-seen.ts`). Null: none. */
    lastSeenAt: at('last_seen_at'),
    /** When a proof was last given in this session, by password or factor. Null: when it was made. */
    passwordAt: at('password_at'),
    /** When a second factor or a passkey was last given in this session. Null: never. */
    factorAt: at('factor_at'),
    /** Names the session to its person, operators and events; stays when the session is renewed, and opens nothing. */
    handle: uuid('handle').notNull().default(sql`gen_random_uuid()`),
    /** Names alone, without a version (`lib/session/client.ts`). Null: not recognized. */
    browser: text('browser'),
    system: text('system'),
    /** ISO 3166-1 alpha-2. Null: not known. */
    country: text('country'),
    /** Hash of the network under the account's key (`lib/session/client/network-hash.ts`). */
    network: bytea('network'),
  },
  (table) => [
    index('sessions_user_id_idx').on(table.userId),
    index('sessions_expires_at_idx').on(table.expiresAt),
    uniqueIndex('sessions_handle_key').on(table.handle),
  ],
)
