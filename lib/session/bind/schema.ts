import { sql } from 'drizzle-orm'
import { bigint, jsonb, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, NOW } from '../../db/columns'
import { ourTable } from '../../db/table'
import { sessions } from '../schema'

/**
 * The public key that a session's browser registered (Device Bound Session Credentials). No row: the session is not bound. It follows the
 * session to its new id when that is renewed, and ends with it.
 */
export const sessionKeys = ourTable('session_keys', {
  sessionId: text('session_id')
    .primaryKey()
    .references(() => sessions.id, { onDelete: 'cascade', onUpdate: 'cascade' }),
  /** Names the binding to the browser: 128 random bits. Stays when the session is renewed. */
  dbscId: text('dbsc_id').notNull().unique('session_keys_dbsc_id_key'),
  /** RFC 7517, public members alone. */
  jwk: jsonb('jwk').notNull(),
  alg: text('alg').notNull(),
  registeredAt: at('registered_at').notNull().default(NOW),
  /** The last time that the key renewed the short cookie. Null: not yet. */
  refreshedAt: at('refreshed_at'),
})

/** Whether a session has a key, where `session_keys` is joined to it. */
export const IS_BOUND = sql<boolean>`${sessionKeys.sessionId} is not null`

/** Outcomes of bindings and their proofs, by day (UTC) and outcome (`lib/session/bind/count.ts`). */
export const bindingCounts = ourTable(
  'binding_counts',
  {
    day: at('day').notNull(),
    outcome: text('outcome').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.outcome] })],
)
