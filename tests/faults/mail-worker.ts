import { openDatabase } from '../../lib/db/client'
import { createTransport } from '../../lib/email/transports'
import { runWorker } from '../../lib/email/worker'
import { parseEnv } from '../../lib/env'
import { createLog } from '../../lib/log'
import { fastClock } from './fast-clock'

/** A process that sends mail as the product's own does, under a fast clock, until it is told to stop or killed. */
const [start, speed] = process.argv.slice(2).map(Number)
const now = fastClock(start ?? 0, speed ?? 1)
const env = parseEnv(process.env)
// Refused and repeated sends are what this is about; only what nobody expects is shown.
const log = createLog(now, (line) => {
  if (line.includes('"level":"error"')) process.stderr.write(`${line}\n`)
})
const { db, pool } = openDatabase(env.databaseUrl, log)
const mail = createTransport({ env, db, now })

const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort())
process.once('disconnect', () => process.exit(1))
process.send?.('ready')
await runWorker({ db, now, mail, env, log }, stopping.signal, async () => {})
await pool.end()
process.exit(0)
