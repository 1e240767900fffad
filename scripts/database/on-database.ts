import { openDatabase } from '../../lib/db/client'
import { followDatabaseClock } from '../../lib/db/clock'
import { systemClock } from '../../lib/kernel/clock'
import type { DataContext } from '../../lib/kernel/context'
import type { DatabaseSettings } from '../../lib/kernel/env/database'
import { createLog } from '../../lib/kernel/log'

/** Runs a command's work over one connection, by the database's clock; lines of its log go to standard error. */
export async function onDatabase<T>(
  settings: DatabaseSettings,
  work: (ctx: DataContext) => Promise<T>,
): Promise<T> {
  const log = createLog(systemClock, (line) => process.stderr.write(`${line}\n`))
  const { db, pool } = openDatabase(settings, log, 1)
  try {
    const ctx = { db, now: systemClock, log }
    await followDatabaseClock(ctx)
    return await work(ctx)
  } finally {
    await pool.end()
  }
}
