import { AsyncLocalStorage } from 'node:async_hooks'
import { sharedKey } from '../../kernel/brand'
import { stateOf } from './recognize'

/** The last failure met by a piece of work, if a state of the database explains it. */
type Noted = { failure?: unknown }

/** On `globalThis`, which all copies of this module in one process share. */
const key = sharedKey('database-failures')
const shared = globalThis as { [key: symbol]: AsyncLocalStorage<Noted> | undefined }
shared[key] ??= new AsyncLocalStorage<Noted>()
const storage = shared[key]

/** Runs work, and everything that it starts, with a note of its own. */
export const withNote = <T>(note: Noted, work: () => T): T => storage.run(note, work)

/** Notes a failure for the request that met it, and hands it on. */
export function noted(failure: unknown): unknown {
  const note = storage.getStore()
  if (note && stateOf(failure)) note.failure = failure
  return failure
}
