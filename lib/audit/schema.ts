import { bigint, index, text, uuid } from 'drizzle-orm/pg-core'
import { at, bytea, id, userId } from '../db/columns'
import { ourTable } from '../db/table'

/**
 * Events of accounts, append-only: triggers refuse changes and early deletion (migration 0012). No foreign keys: an event
 * outlives its accounts. `detail` holds machine words and ids, never an address, a name or a secret.
 */
export const events = ourTable(
  'events',
  {
    id: id(),
    type: text('type').notNull(),
    /** The account it is about. */
    userId: userId(),
    /** The account that did it. Null: the system, or a command on the server. */
    actorId: bigint('actor_id', { mode: 'number' }),
    detail: text('detail'),
    /** The session's `handle`, where one did it. */
    session: uuid('session'),
    /** The client, as in `sessions`. */
    browser: text('browser'),
    system: text('system'),
    country: text('country'),
    network: bytea('network'),
    result: text('result', { enum: ['ok', 'refused'] })
      .notNull()
      .default('ok'),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    index('events_user_id_idx').on(table.userId, table.id),
    index('events_actor_id_idx').on(table.actorId, table.id),
    index('events_created_at_idx').on(table.createdAt),
  ],
)
