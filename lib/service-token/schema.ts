import { index, jsonb, text } from 'drizzle-orm/pg-core'
import { at, bytea, NOW } from '../db/columns'
import { ourTable } from '../db/table'

/** A public key as it is published (RFC 7517). */
export type PublicJwk = { kid: string; [member: string]: unknown }

/** Keys that sign service tokens. The newest whose `signs_at` has come signs; the others are published until they retire. */
export const serviceKeys = ourTable(
  'service_keys',
  {
    /** The key's thumbprint (RFC 7638). */
    kid: text('kid').primaryKey(),
    /** As it is published. */
    publicJwk: jsonb('public_jwk').$type<PublicJwk>().notNull(),
    /** The private key in PKCS #8 as PEM, sealed. */
    sealed: bytea('sealed').notNull(),
    createdAt: at('created_at').notNull().default(NOW),
    /** Published from the start, so that every service knows it before the first token. */
    signsAt: at('signs_at').notNull(),
    /** No longer published from then on. Null: no key follows. */
    retiresAt: at('retires_at'),
  },
  (table) => [index('service_keys_retires_at_idx').on(table.retiresAt)],
)
