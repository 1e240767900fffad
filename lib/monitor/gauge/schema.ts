import { doublePrecision, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from '../../db/columns'

/** What was read off some instrument, by steps of so many seconds: the sum and the number of readings. */
export const gauges = pgTable(
  'gauges',
  {
    step: integer('step').notNull(),
    name: text('name').notNull(),
    at: at('at').notNull(),
    total: doublePrecision('total').notNull(),
    samples: integer('samples').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.step, table.name, table.at] }),
    index('gauges_at_idx').on(table.at),
  ],
)
