import { bigint, index, text } from 'drizzle-orm/pg-core'
import { at, id, userId } from '../db/columns'
import { ourTable } from '../db/table'

/**
 * Events of accounts, append-only. No foreign keys: an event outlives its accounts. `detail` holds machine words and
 * ids, never an address, a name or a secret.
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
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    index('events_user_id_idx').on(table.userId, table.id),
    index('events_actor_id_idx').on(table.actorId, table.id),
    index('events_created_at_idx').on(table.createdAt),
  ],
)
