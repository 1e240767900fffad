import type { Log } from '../../kernel/log'
import { stateOf } from './recognize'
import type { State } from './state'
import { DATABASE_STATES } from './table'

/**
 * Logs the state of the database that an error tells of, with its remedy where there is one.
 * @returns the state; undefined, and nothing is logged, when the error is a surprise
 */
export function reportState(log: Log, error: unknown): State | undefined {
  const name = stateOf(error)
  if (name === undefined) return undefined
  const state: State = DATABASE_STATES[name]
  const detail = state.event === 'database_contended' ? undefined : state.remedy
  log.error(state.event, { kind: name, detail, error })
  return state
}
