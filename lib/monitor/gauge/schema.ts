import { doublePrecision, index, integer, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from '../../db/columns'
import { ourTable } from '../../db/table'

/** Readings of instruments by steps of so many seconds: their sum and number. */
export const gauges = ourTable(
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
