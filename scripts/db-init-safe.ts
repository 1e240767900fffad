import { migrate } from '../lib/db/migrate/migrate'
import { databaseSettings, loadEnvironment } from './environment'
import { runScript } from './run-script'

const say = (line: string) => process.stdout.write(`db:init:safe: ${line}\n`)

/**
 * Creates and migrates the configured database. Exit code 1, and nothing changed, when that is not possible; 75 when
 * another migration takes too long.
 */
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

await runScript('db:init:safe', main)
