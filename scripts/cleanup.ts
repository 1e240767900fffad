import { openDatabase } from '../lib/db/client'
import { databaseCause } from '../lib/db/errors'
import { systemClock } from '../lib/kernel/clock'
import { type DatabaseSettings, databaseSettings } from '../lib/kernel/env/database'
import { createLog } from '../lib/kernel/log'
import { cleanUp } from '../lib/monitor/clean-up'
import { loadEnvironment } from './environment'

const say = (line: string) => process.stdout.write(`cleanup: ${line}\n`)

/** Deletes rows past their age once, and prints the number of each table. */
async function cleanDatabase(database: DatabaseSettings): Promise<void> {
  const log = createLog(systemClock, (line) => process.stderr.write(`${line}\n`))
  const { db, pool } = openDatabase(database, log, 1)
  try {
    const deleted = await cleanUp({ db, now: systemClock, log: { ...log, info: () => undefined } })
    for (const [table, rows] of Object.entries(deleted)) say(`${table}: ${rows} rows deleted`)
  } finally {
    await pool.end()
  }
}

async function main(): Promise<void> {
  const { env, stop } = await loadEnvironment()
  try {
    await cleanDatabase(databaseSettings(env))
  } catch (error) {
    const { code, message } = databaseCause(error)
    process.stderr.write(`cleanup: failed (${code ?? message})\n`)
    process.exitCode = 1
  } finally {
    await stop()
  }
}

await main()
