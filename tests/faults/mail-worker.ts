import { openDatabase } from '../../lib/db/client'
import { runWorker } from '../../lib/email/send/worker'
import { createTransport } from '../../lib/email/transport/create'
import { parseEnv } from '../../lib/kernel/env/env'
import { createLog } from '../../lib/kernel/log'
import { fastClock, hurrySleepers } from './fast-clock'

/** A process that sends mail as the product's own does, under a fast clock, until it is told to stop or killed. */
const [start = 0, speed = 1] = process.argv.slice(2).map(Number)
const now = fastClock(start, speed)
hurrySleepers(speed)
const env = parseEnv(process.env)
// Refused and repeated sends are what this is about; only what nobody expects is shown.
const log = createLog(now, (line) => {
  if (line.includes('"event":"email_lost"')) process.send?.('overtaken')
  if (line.includes('"level":"error"')) process.stderr.write(`${line}\n`)
})
const { db, pool } = openDatabase(env.databaseUrl, log)
const core = { env, db, now, log, countryOf: async () => null }
const transport = createTransport(core)
const mail: typeof transport = {
  ...transport,
  async send(email) {
    const receipt = await transport.send(email)
    process.send?.('works')
    return receipt
  },
}

const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort())
process.once('disconnect', () => process.exit(1))
await runWorker({ ...core, mail }, stopping.signal, async () => {})
await pool.end()
process.exit(0)
