import { sql } from 'drizzle-orm'
import { check, index, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from '../account/schema'
import { at, bytea, NOW, userId } from '../db/columns'
import { ourTable } from '../db/table'

/** The names of providers, as in their paths. */
export const PROVIDERS = ['google', 'apple', 'oidc'] as const

export type ProviderName = (typeof PROVIDERS)[number]

const provider = () => text('provider', { enum: PROVIDERS }).notNull()

/** An identity at a provider that signs in to an account: issuer and subject, never an address (OpenID Connect Core 5.7). */
export const identities = ourTable(
  'identities',
  {
    /** Names the identity to its person; opens nothing. */
    id: uuid('id').primaryKey().default(sql`gen_random_uuid()`),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    provider: provider(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    createdAt: at('created_at').notNull().default(NOW),
    lastUsedAt: at('last_used_at'),
  },
  (table) => [
    uniqueIndex('identities_issuer_subject_key').on(table.issuer, table.subject),
    index('identities_user_id_idx').on(table.userId),
    check('identities_provider_check', sql`${table.provider} in ('google', 'apple', 'oidc')`),
  ],
)

/** A sign-in or linking that is at its provider. Its callback deletes it, so `state` is good once. */
export const providerFlows = ourTable(
  'provider_flows',
  {
    stateHash: bytea('state_hash').primaryKey(),
    provider: provider(),
    /** `nonce`, PKCE's verifier and the page to go on to, sealed. */
    sealed: bytea('sealed').notNull(),
    /** SHA-256 of the cookie of the browser that began: no other may end it. */
    browserHash: bytea('browser_hash').notNull(),
    /** The session (`handle`) that the identity is linked in. Null: a sign-in. */
    session: uuid('session'),
    createdAt: at('created_at').notNull().default(NOW),
    expiresAt: at('expires_at').notNull(),
  },
  (table) => [index('provider_flows_expires_at_idx').on(table.expiresAt)],
)

/** An identity whose address belongs to a verified account without it: offered to whoever signs in to that account in time. */
export const identityOffers = ourTable(
  'identity_offers',
  {
    /** SHA-256 of the cookie of the browser that came from the provider. */
    tokenHash: bytea('token_hash').primaryKey(),
    userId: userId()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    provider: provider(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    createdAt: at('created_at').notNull().default(NOW),
    expiresAt: at('expires_at').notNull(),
  },
  (table) => [
    index('identity_offers_user_id_idx').on(table.userId),
    index('identity_offers_expires_at_idx').on(table.expiresAt),
  ],
)
