import { openDatabase } from '../lib/db/client'
import { DAY, systemClock } from '../lib/kernel/clock'
import type { DatabaseSettings } from '../lib/kernel/env/database'
import { fields } from '../lib/kernel/env/fields'
import { createLog } from '../lib/kernel/log'
import { cleanUp } from '../lib/monitor/clean-up'
import { databaseSettings, type Environment, loadEnvironment } from './environment'
import { runScript, ScriptError } from './run-script'

const say = (line: string) => process.stdout.write(`cleanup: ${line}\n`)

/** Deletes rows past their age once, and prints the number of each table. */
async function cleanDatabase(database: DatabaseSettings, unverifiedAccountAge: number): Promise<void> {
  const log = createLog(systemClock, (line) => process.stderr.write(`${line}\n`))
  const { db, pool } = openDatabase(database, log, 1)
  try {
    const deleted = await cleanUp({
      db,
      now: systemClock,
      log: { ...log, info: () => undefined },
      env: { unverifiedAccountAge },
    })
    for (const [table, rows] of Object.entries(deleted)) say(`${table}: ${rows} rows deleted`)
  } finally {
    await pool.end()
  }
}

/** Milliseconds. @throws ScriptError */
function unverifiedAccountAge(env: Environment['env']): number {
  const days = fields.UNVERIFIED_ACCOUNT_DAYS.safeParse(env.UNVERIFIED_ACCOUNT_DAYS || undefined)
  if (!days.success) throw new ScriptError(days.error.issues.map(({ message }) => message).join('; '))
  return days.data * DAY
}

async function main(): Promise<void> {
  const { env, stop } = await loadEnvironment()
  try {
    await cleanDatabase(databaseSettings(env), unverifiedAccountAge(env))
  } finally {
    await stop()
  }
}

await runScript('cleanup', main)
