import { type Check, yellow } from '../check'
import { failureCode } from '../failure-code'

/** `pg` says some things in words alone. */
export function databaseCode(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  if (/does not support SSL/.test(message)) return 'ServerWithoutTls'
  return /timeout/i.test(message) ? 'Timeout' : failureCode(error)
}

/** A check of what the database says. While it says nothing at all, one red line is enough. */
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
