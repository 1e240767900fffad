import { databaseCause, stateOf } from '../../db/states/recognize'
import type { State } from '../../db/states/state'
import { DATABASE_STATES } from '../../db/states/table'
import { type Check, yellow } from '../check'
import { failureCode } from '../failure-code'

/** The code of an error of the database; for those of `pg` without one, the name of the state. */
export function databaseCode(error: unknown): string {
  const { code, name } = databaseCause(error)
  const state = stateOf(error, 'connect') ?? 'unreachable'
  return code === undefined && name === 'Error' ? state : failureCode(error)
}

/** The remedy where the database answered and refused; else the check of the connection has it. */
function remedyOf(error: unknown): string {
  const name = stateOf(error)
  const state: State | undefined = name && DATABASE_STATES[name]
  return state?.phase === 'statement' ? state.remedy : 'mend the database’s connection first'
}

/** A check that asks the database. Without a connection it is yellow, since the check of the connection is red. */
export const databaseCheck = (name: string, run: Check['run']): Check => ({
  name,
  async run(probe) {
    try {
      return await run(probe)
    } catch (error) {
      return yellow(`not checked (${databaseCode(error)})`, remedyOf(error))
    }
  },
})
