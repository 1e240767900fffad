import { boolean, doublePrecision, text } from 'drizzle-orm/pg-core'
import { at } from '../../db/columns'
import { ourTable } from '../../db/table'

/** Alarms as all processes see them: one row for each, raised or not, from the first measurement on. */
export const alarms = ourTable('alarms', {
  name: text('name').primaryKey(),
  raised: boolean('raised').notNull(),
  since: at('since').notNull(),
  /** Start of the calm: the value has been fine since, while the alarm is still raised. */
  calmSince: at('calm_since'),
  /** The last measurement. Null: nothing was known, or there was nothing to measure. */
  value: doublePrecision('value'),
  /** Time of the last measurement. */
  measuredAt: at('measured_at'),
  /** Whether the last measurement could be judged. */
  known: boolean('known').notNull().default(false),
  /** Whether the last notice said that the alarm is raised. */
  told: boolean('told').notNull().default(false),
  /** Time of the last notice. Null: none yet. */
  notifiedAt: at('notified_at'),
  /** End of the claim: until then one process sends the notice, and no other does. */
  tellingUntil: at('telling_until'),
})
