import { openDatabase } from '../lib/db/client'
import { systemClock } from '../lib/kernel/clock'
import type { DatabaseSettings } from '../lib/kernel/env/database'
import { createLog } from '../lib/kernel/log'
import { cleanUp } from '../lib/monitor/clean-up'
import { databaseSettings, loadEnvironment } from './environment'
import { runScript } from './run-script'

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
  } finally {
    await stop()
  }
}

await runScript('cleanup', main)
