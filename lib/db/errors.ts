import { databaseCause, stateOf } from './states/recognize'
import type { Phase, State } from './states/state'
import { DATABASE_STATES } from './states/table'

/** The state's record, or undefined where the error is a surprise. */
const recordOf = (error: unknown, phase?: Phase): State | undefined => {
  const name = stateOf(error, phase)
  return name && DATABASE_STATES[name]
}

/** True when the database could not be reached or gave up: the same work may succeed later. */
export function isUnavailable(error: unknown): boolean {
  const state = recordOf(error)
  return state !== undefined && (state.phase === 'connect' || state.mends === 'itself')
}

/**
 * True when waiting helps: the state passes with nobody's help.
 * @param phase `connect` where the error came from connecting
 */
export const isPassing = (error: unknown, phase?: Phase): boolean =>
  recordOf(error, phase)?.mends === 'itself'

/** Whether the connection that an error came over is of no more use. */
export const isConnectionSpent = (error: unknown): boolean => recordOf(error)?.dropsConnection ?? false

/** How we repeat work that failed with this error, if at all. */
export const repetitionOf = (error: unknown): State['again'] => recordOf(error)?.again ?? 'no'

/** True when the unique index `constraint` refused a duplicate. */
export function isDuplicate(error: unknown, constraint: string): boolean {
  const cause = databaseCause(error)
  return cause.code === '23505' && cause.constraint === constraint
}
