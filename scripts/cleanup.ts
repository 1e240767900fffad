import { openDatabase } from '../lib/db/client'
import { systemClock } from '../lib/kernel/clock'
import { createLog } from '../lib/kernel/log'
import { cleanUp } from '../lib/monitor/clean-up'
import { loadEnvironment } from './environment'
import { runScript, ScriptError } from './run-script'

const say = (line: string) => process.stdout.write(`cleanup: ${line}\n`)

/** Deletes rows past their age once, and prints the number of each table. */
async function cleanDatabase(url: string): Promise<void> {
  const log = createLog(systemClock, (line) => process.stderr.write(`${line}\n`))
  const { db, pool } = openDatabase(url, log, 1)
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
    if (!env.DATABASE_URL) throw new ScriptError('DATABASE_URL is missing')
    await cleanDatabase(env.DATABASE_URL)
  } finally {
    await stop()
  }
}

await runScript('cleanup', main)
