import { index } from 'drizzle-orm/pg-core'
import { at, id } from '../../db/columns'
import { ourTable } from '../../db/table'

/** Times in which no canary was reported delivered (`lib/monitor/canary/tend.ts`). One without an end goes on. */
export const canarySilences = ourTable(
  'canary_silences',
  {
    id: id(),
    /** Time at which the alarm was raised. */
    raisedAt: at('raised_at').notNull(),
    endedAt: at('ended_at'),
  },
  (table) => [index('canary_silences_ended_at_idx').on(table.endedAt)],
)
