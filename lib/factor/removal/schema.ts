import { index } from 'drizzle-orm/pg-core'
import { users } from '../../account/schema'
import { at, NOW, userId } from '../../db/columns'
import { ourTable } from '../../db/table'

/**
 * A wish to sign in without the second factor, by somebody who knows the password and says that the factor is lost. Waits until
 * `dueAt`; the owner is told at once, and whoever uses the factor meanwhile ends it (docs/decisions/0041-ways-back.md).
 */
export const factorRemovals = ourTable(
  'factor_removals',
  {
    userId: userId()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    requestedAt: at('requested_at').notNull().default(NOW),
    dueAt: at('due_at').notNull(),
  },
  (table) => [index('factor_removals_due_at_idx').on(table.dueAt)],
)
