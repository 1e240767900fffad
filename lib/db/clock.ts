import { type SQL, sql } from 'drizzle-orm'
import { SECOND } from '../kernel/clock'
import type { DataContext } from '../kernel/context'

/** Errors up to this many milliseconds are left: every moment that processes compare is far coarser. */
const TOLERANCE = SECOND

/**
 * This moment in a statement, moved by `milliseconds`, by the clock that all processes share: the database's. A machine's
 * own may be wrong. A clock that a test hands in is shared by definition.
 */
export function sharedNow({ now }: DataContext, milliseconds = 0): SQL {
  const at = now.correct ? sql`now()` : sql`${now()}::timestamptz`
  return milliseconds === 0 ? at : sql`(${at} + ${milliseconds}::float8 * interval '1 millisecond')`
}

/**
 * Sets this process's clock by the database's, so that every moment it compares with another's in code (sessions, limits,
 * links, figures, alarms) is by the same clock. Costs one question, which is why it is not asked each time.
 */
export async function followDatabaseClock({ db, now, log }: DataContext): Promise<void> {
  if (!now.correct) return
  const asked = now().getTime()
  const { rows } = await db.execute<{ at: number }>(
    sql`select extract(epoch from clock_timestamp())::float8 * 1000 as at`,
  )
  const answered = now().getTime()
  const error = (rows[0]?.at ?? asked) - (asked + answered) / 2
  // The answer was given at some time between the two.
  if (Math.abs(error) <= TOLERANCE + (answered - asked) / 2) return
  now.correct(error)
  log.warn('clock_corrected', {
    duration: Math.round(error),
    detail: 'this machine differs from the database',
  })
}
