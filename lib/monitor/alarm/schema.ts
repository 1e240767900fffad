import { boolean, doublePrecision, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from '../../db/columns'

/** Alarms as all processes see them: one row for each, raised or not, from the first measurement on. */
export const alarms = pgTable('alarms', {
  name: text('name').primaryKey(),
  raised: boolean('raised').notNull(),
  since: at('since').notNull(),
  /** Since when the value has been fine again, while the alarm is still raised. */
  calmSince: at('calm_since'),
  /** What was measured last. Null: nothing was known, or there was nothing to measure. */
  value: doublePrecision('value'),
  /** When that was. */
  measuredAt: at('measured_at'),
  /** Whether it could be judged then. */
  known: boolean('known').notNull().default(false),
  /** Whether the last that somebody was told is that the alarm is raised. */
  told: boolean('told').notNull().default(false),
  /** When somebody was told last. Null: nobody yet. */
  notifiedAt: at('notified_at'),
  /** Until then somebody is being told, and nobody else tells. */
  tellingUntil: at('telling_until'),
})
