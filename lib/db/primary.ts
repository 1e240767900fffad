import { sql } from 'drizzle-orm'
import { noted } from './states/noted'

/**
 * Column of a read that must not be of the past: whether a standby answers. It is volatile to PostgreSQL, so pgpool-II
 * sends a statement with it to the primary; other balancers are found out by it.
 */
export const ON_STANDBY = sql<boolean>`pg_is_in_recovery()`

/** A standby lags behind: there a session that ended goes on. The database counts as unavailable. */
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
