import { boolean, index, text } from 'drizzle-orm/pg-core'
import { at, userId } from '../../db/columns'
import { ourTable } from '../../db/table'

/**
 * How far each person of the last 31 days was counted, and under which domain: of several transactions that
 * count the same person, the row lets one through. No foreign key: it would lock the user's row behind a message's, against
 * the order of all flows (users, messages, this). The trigger that counts a deletion deletes here.
 */
export const signups = ourTable(
  'signups',
  {
    userId: userId().primaryKey(),
    /** The minute of the sign-up. */
    at: at('at').notNull(),
    domain: text('domain').notNull(),
    /** A provider took a verification e-mail. */
    mailed: boolean('mailed').notNull().default(false),
    /** One was reported delivered. */
    delivered: boolean('delivered').notNull().default(false),
  },
  (table) => [index('signups_at_idx').on(table.at)],
)
