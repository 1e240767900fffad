import { openDatabase } from '../../lib/db/client'
import { parseEnv } from '../../lib/kernel/env/env'
import { createLog } from '../../lib/kernel/log'
import { runEventWorker } from '../../lib/webhook/send/worker'
import { fastClock, hurrySleepers } from './fast-clock'

/** A process that delivers events as the product's own does, under a fast clock, until it is told to stop or killed. */
const [start = 0, speed = 1] = process.argv.slice(2).map(Number)
const now = fastClock(start, speed)
hurrySleepers(speed)
const env = parseEnv(process.env)
const log = createLog(now, (line) => {
  if (line.includes('"event":"webhook_lost"')) process.send?.('overtaken')
  else if (line.includes('"event":"webhook_sent"')) process.send?.('works')
  if (line.includes('"level":"error"')) process.stderr.write(`${line}\n`)
})
const { db, pool } = openDatabase(env.databaseUrl, log)

const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort())
process.once('disconnect', () => process.exit(1))
await runEventWorker({ env, db, now, log, countryOf: async () => null }, stopping.signal)
await pool.end()
process.exit(0)
