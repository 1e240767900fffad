import { stateOf } from '../lib/db/states/recognize'
import { DATABASE_STATES } from '../lib/db/states/table'
import { failureCode } from '../lib/doctor/failure-code'

/** Errors whose message is a sentence for the person who runs a script. */
const FOR_A_PERSON = new Set(['MigrationError', 'EmbeddedDatabaseError', 'ScriptError'])

/** A script cannot go on. The message says why and what to do, and holds no secret. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError'
}

/**
 * The reason of a failure in one line, with its remedy where it tells of a state of the database. The message of an unknown
 * error is left out, because messages quote secrets.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && FOR_A_PERSON.has(error.name)) return error.message
  const state = stateOf(error)
  return `failed (${failureCode(error)})${state ? `: ${DATABASE_STATES[state].remedy}` : ''}`
}

/** Runs a script to its end. A failure is one line on standard error and its exit code (1 unless the error says another), never a stack trace. */
export async function runScript(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${name}: ${reasonOf(error)}\n`)
    process.exitCode = (error as { exitCode?: number } | undefined)?.exitCode ?? 1
  }
}
