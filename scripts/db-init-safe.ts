import { databaseCause } from '../lib/db/errors'
import { MigrationBusy } from '../lib/db/migrate/lock'
import { migrate } from '../lib/db/migrate/migrate'
import { MigrationError } from '../lib/db/migrate/migration-error'
import { databaseSettings } from '../lib/kernel/env/database'
import { loadEnvironment } from './environment'

/** EX_TEMPFAIL of sysexits.h: another one migrates, and the same command may succeed later. */
const BUSY = 75

const say = (line: string) => process.stdout.write(`db:init:safe: ${line}\n`)

/** One sentence: our own errors are some, and those of the driver are told by their code, since they may quote rows. */
function explain(error: unknown): string {
  const { code, message } = databaseCause(error)
  if (error instanceof MigrationError || !code) return message?.split('\n')[0] ?? 'failed'
  return `The database could not be brought up to date (${code}). Run this again; if it stays so, look into the database’s log.`
}

async function main(): Promise<void> {
  const { env, embedded, stop } = await loadEnvironment()
  try {
    const database = databaseSettings(env)
    if (embedded) say('no DATABASE_URL, using the embedded database in .data/')
    await migrate(database, say)
  } finally {
    await stop()
  }
}

/** Creates and migrates the configured database. Exit code 1 (75: another one migrates) when that is not possible. */
await main().catch((error) => {
  process.stderr.write(`db:init:safe: ${explain(error)}\n`)
  process.exitCode = error instanceof MigrationBusy ? BUSY : 1
})
