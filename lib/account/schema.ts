import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, bytea, id, NOW } from '../db/columns'
import { ourTable } from '../db/table'
import type { EmailAddress } from '../kernel/email-address'
import { ROLES } from './role'
import { lastWord, searchable } from './searchable-name'

/** 122 random bits. */
const NEW_SUBJECT = sql`'usr_' || replace(gen_random_uuid()::text, '-', '')`

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
    /** Null: no password; the person signs in with a passkey or through a provider. */
    passwordHash: text('password_hash'),
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
    /** When the person last chose a password. Null: at sign-up. */
    passwordChangedAt: at('password_changed_at'),
    /** Number of times that every device mark was voided: a mark is bound to it (`lib/session/device/mark.ts`). */
    deviceEpoch: integer('device_epoch').notNull().default(0),
    /** A browser signed in since the marks were last voided; false: the next one is the first, and the owner is not told. */
    deviceKnown: boolean('device_known').notNull().default(false),
    /** Keys the hashes of the account's networks (`lib/session/client/network-hash.ts`), so that they end with the row. Null: not yet made. */
    networkKey: uuid('network_key').default(sql`gen_random_uuid()`),
    /** The authenticator app is asked at sign-in since then (`lib/factor/totp`). Null: it is not. */
    secondFactorSince: at('second_factor_since'),
    /** Number of rows of `passkeys`. */
    passkeys: integer('passkeys').notNull().default(0),
    /** Names the account to authenticators: 32 random bytes. Null: no passkey was ever made. */
    webauthnId: bytea('webauthn_id'),
    /** No passkey is offered before then, because the person said "later". Null: it may be. */
    passkeyOfferAfter: at('passkey_offer_after'),
    /**
     * The time from which a never-verified account ages towards its deletion: its creation here, for older accounts the
     * migration that brought the rule. Null: never deleted, as for imported ones.
     */
    unverifiedSince: at('unverified_since').default(NOW),
    /**
     * Names the person to other services (`lib/account/subject.ts`): random, so that it tells neither when they came nor how many
     * there are. Null: a row from before that no migration has reached yet.
     */
    subject: text('subject').default(NEW_SUBJECT),
    createdAt: at('created_at').notNull().default(NOW),
    updatedAt: at('updated_at').notNull().default(NOW),
  },
  (table) => [
    uniqueIndex('users_email_key').on(table.email),
    // Partial, so that it is empty, and made at once, where no row has a subject yet.
    uniqueIndex('users_subject_key').on(table.subject).where(sql`${table.subject} is not null`),
    index('users_last_seen_at_idx').on(table.lastSeenAt),
    // Operators search by these; collation "C" makes a prefix a range of the index on every server.
    index('users_email_search_idx').on(sql`${table.email} collate "C"`, table.id),
    index('users_name_search_idx').on(sql`${searchable(table.name)} collate "C"`, table.id),
    index('users_last_name_search_idx').on(sql`${searchable(lastWord(table.name))} collate "C"`, table.id),
    index('users_unverified_idx').on(table.unverifiedSince).where(sql`not ${table.emailVerified}`),
    index('users_operators_idx').on(table.id).where(sql`${table.role} = 'operator'`),
    check('users_locale_check', sql`${table.locale} in ('fr', 'en')`),
  ],
)
