import { failureCode } from '../lib/doctor/failure-code'

/** Errors whose message is a sentence for the person who runs a script. */
const FOR_A_PERSON = new Set(['MigrationError', 'EmbeddedDatabaseError', 'ScriptError'])

/** A script cannot go on. The message says why and what to do, and holds no secret. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError'
}

/** The reason for a failure in one line. For an unknown error only its code, because messages quote secrets. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error && FOR_A_PERSON.has(error.name) ? error.message : `failed (${failureCode(error)})`

/** Runs a script to its end. A failure is one line on standard error and its exit code (1 unless the error says another), never a stack trace. */
export async function runScript(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${name}: ${reasonOf(error)}\n`)
    process.exitCode = (error as { exitCode?: number } | undefined)?.exitCode ?? 1
  }
}
