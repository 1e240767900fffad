import { type Check, yellow } from '../check'
import { failureCode } from '../failure-code'

/** The code of an error of `pg`, which has none for some failures: those are read off its message. */
export function databaseCode(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  if (/does not support SSL/.test(message)) return 'ServerWithoutTls'
  return /timeout/i.test(message) ? 'Timeout' : failureCode(error)
}

/** A check that asks the database. Without a connection it is yellow, since the check of the connection is red. */
export const databaseCheck = (name: string, run: Check['run']): Check => ({
  name,
  async run(probe) {
    try {
      return await run(probe)
    } catch (error) {
      return yellow(`not checked (${databaseCode(error)})`, 'mend the database’s connection first')
    }
  },
})
