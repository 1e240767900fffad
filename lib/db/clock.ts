import { type SQL, sql } from 'drizzle-orm'
import { SECOND } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import { given } from './statement/named'

/** Errors of up to this many milliseconds are not corrected: every moment that processes compare is far coarser. */
const TOLERANCE = SECOND

/**
 * The present moment plus `milliseconds`, as SQL, by the clock that all processes share: the database's, because a machine's
 * own may be wrong. A clock that a test hands in is used as it is.
 */
export function sharedNow({ now }: DataContext, milliseconds = 0): SQL {
  const at = now.correct ? sql`now()` : sql`${now()}::timestamptz`
  return milliseconds === 0 ? at : sql`(${at} + ${milliseconds}::float8 * interval '1 millisecond')`
}

/** The same for a named statement. Its value: `clockValue`. */
export const SHARED_NOW: SQL = sql`coalesce(${given('clock', 'timestamptz')}, now())`

export const clockValue = ({ now }: DataContext): { clock: Date | null } => ({
  clock: now.correct ? null : now(),
})

/**
 * Corrects this process's clock by the database's. Code then compares moments of several processes (sessions, limits, links,
 * figures, alarms) by one clock. Costs a round trip, so callers do it every few seconds and not for each comparison.
 */
export async function followDatabaseClock({ db, now, log }: DataContext): Promise<void> {
  if (!now.correct) return
  const started = performance.now()
  const asked = now().getTime()
  const { rows } = await db.execute<{ at: number }>(
    sql`select extract(epoch from clock_timestamp())::float8 * 1000 as at`,
  )
  const took = performance.now() - started
  const answered = now().getTime()
  // This process or the machine set the clock meanwhile, so the error that we measured is no longer its error.
  if (Math.abs(answered - asked - took) > TOLERANCE) return
  const error = (rows[0]?.at ?? asked) - (asked + answered) / 2
  // The database answered at some moment between `asked` and `answered`.
  if (Math.abs(error) <= TOLERANCE + took / 2) return
  now.correct(error)
  log.warn('clock_corrected', {
    duration: Math.round(error),
    detail: 'this machine differs from the database',
  })
}
