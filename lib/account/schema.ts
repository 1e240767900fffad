import { sql } from 'drizzle-orm'
import { boolean, check, index, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, id, NOW } from '../db/columns'
import { ourTable } from '../db/table'
import type { EmailAddress } from '../kernel/email-address'
import { ROLES } from './role'
import { lastWord, searchable } from './searchable-name'

/**
 * A person. `email` is the canonical address (see `lib/account/email-address.ts`), so its unique index is
 * case-insensitive.
 */
export const users = ourTable(
  'users',
  {
    id: id(),
    email: text('email').$type<EmailAddress>().notNull(),
    name: text('name').notNull(),
    passwordHash: text('password_hash').notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    locale: text('locale', { enum: ['fr', 'en'] })
      .notNull()
      .default('fr'),
    /** An operator may look at every account and act on it (`lib/operate/roles.ts`). */
    role: text('role', { enum: ROLES }).notNull().default('member'),
    /** Set: nobody signs in to this account, and its sessions are refused. */
    disabledAt: at('disabled_at'),
    /** The last request of any of the person's sessions, a few minutes coarse. Null: none yet. */
    lastSeenAt: at('last_seen_at'),
    createdAt: at('created_at').notNull().default(NOW),
    updatedAt: at('updated_at').notNull().default(NOW),
  },
  (table) => [
    uniqueIndex('users_email_key').on(table.email),
    index('users_last_seen_at_idx').on(table.lastSeenAt),
    // Operators search by these; collation "C" makes a prefix a range of the index on every server.
    index('users_email_search_idx').on(sql`${table.email} collate "C"`, table.id),
    index('users_name_search_idx').on(sql`${searchable(table.name)} collate "C"`, table.id),
    index('users_last_name_search_idx').on(sql`${searchable(lastWord(table.name))} collate "C"`, table.id),
    index('users_operators_idx').on(table.id).where(sql`${table.role} = 'operator'`),
    check('users_locale_check', sql`${table.locale} in ('fr', 'en')`),
  ],
)
