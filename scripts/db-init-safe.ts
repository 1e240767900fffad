import { migrate } from '../lib/db/migrate/migrate'
import { MigrationError } from '../lib/db/migrate/migration-error'
import { loadEnvironment } from './environment'
import { runScript } from './run-script'

const say = (line: string) => process.stdout.write(`db:init:safe: ${line}\n`)

/** Creates and migrates the configured database. Exit code 1, and nothing changed, when that is not possible. */
async function main(): Promise<void> {
  const { env, embedded, stop } = await loadEnvironment()
  try {
    if (!env.DATABASE_URL) throw new MigrationError('DATABASE_URL is missing: set it to postgres://…')
    if (embedded) say('no DATABASE_URL, using the embedded database in .data/')
    await migrate(env.DATABASE_URL, say)
  } finally {
    await stop()
  }
}

await runScript('db:init:safe', main)
