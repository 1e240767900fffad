import { sql } from 'drizzle-orm'
import { noted } from './states/noted'

/**
 * Column for a read that must not come from a standby: whether a standby answers. The function is volatile to PostgreSQL, so
 * pgpool-II sends such a statement to the primary; behind other balancers `true` shows that a standby answered.
 */
export const ON_STANDBY = sql<boolean>`pg_is_in_recovery()`

/** A standby answered. It lags behind and still has sessions that ended, so the database counts as unavailable. */
class StandbyAnsweredError extends Error {
  override readonly name = 'StandbyAnsweredError'
  constructor() {
    super('a standby answered a read that only the primary may')
  }
}

/** @throws an error whose state is `read_elsewhere` when a standby answered */
export function refuseStandby(answer: { onStandby: boolean } | undefined): void {
  if (answer?.onStandby) throw noted(new StandbyAnsweredError())
}
