import type { Pool } from 'pg'
import type { Phase, State } from './state'
import { DATABASE_STATES, type StateName } from './table'

/** Fields of an error of `pg` that say its state. */
type Signs = { code?: string; message?: string; name?: string; routine?: string; constraint?: string }

const NOT_CONNECTED = 'NotConnectedError'

/** No connection was made: no statement ran. */
class NotConnectedError extends Error {
  override readonly name = NOT_CONNECTED
  constructor(cause: unknown) {
    super('no connection to the database', { cause })
  }
}

/** Has a pool mark each failure to connect (`NotConnectedError`), whatever its code: only the pool knows that no statement ran. */
export function markUnconnected(pool: Pool): void {
  type Callback = Parameters<Pool['connect']>[0]
  const connect = pool.connect.bind(pool) as (callback: Callback) => void
  const marked = (callback: Callback) =>
    connect((error, client, done) => callback(error && new NotConnectedError(error), client, done))
  const promised = () =>
    new Promise((resolve, reject) => {
      marked((error, client) => (error ? reject(error) : resolve(client)))
    })
  pool.connect = ((callback?: Callback) => (callback ? marked(callback) : promised())) as Pool['connect']
}

/** The error and its causes, outermost first. */
function chainOf(error: unknown): Signs[] {
  const chain: Signs[] = []
  let one = error as (Signs & { cause?: unknown }) | undefined | null
  while (one && typeof one === 'object' && chain.length < 10) {
    chain.push(one)
    one = one.cause as typeof one
  }
  return chain
}

/** The driver's own error behind drizzle's (whose message quotes parameters and must never be shown). */
export const databaseCause = (error: unknown): Signs => chainOf(error).at(-1) ?? {}

function fits(state: State, { code = '', message = '', name = '', routine = '' }: Signs): boolean {
  if (state.names?.test(name)) return true
  if (code === '') return state.messages?.test(message) ?? false
  return (state.codes?.test(code) ?? false) && (state.routine?.test(routine) ?? true)
}

const STATES = Object.entries(DATABASE_STATES) as [StateName, State][]

/**
 * The state of the database that an error tells of; undefined when the error is a surprise. Our own errors are recognized
 * by name, since each bundle has its own copy of a class.
 * @param phase where the error came up, if it does not say so itself
 */
export function stateOf(error: unknown, phase: Phase = 'statement'): StateName | undefined {
  const chain = chainOf(error)
  const isUnconnected = phase === 'connect' || chain.some(({ name }) => name === NOT_CONNECTED)
  const signs = chain.at(-1) ?? {}
  const found = STATES.find(
    ([, state]) => (state.phase === 'connect') === isUnconnected && fits(state, signs),
  )
  return found?.[0]
}
