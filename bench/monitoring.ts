import { openDatabase } from '../lib/db/client'
import { SPANS } from '../lib/i18n/span'
import { RequestCounter } from '../lib/monitor/count/requests'
import { sample } from '../lib/monitor/gauge/sample'
import { readMetrics } from '../lib/monitor/metrics/read'
import { readReport } from '../lib/monitor/panel/read-report'
import { testDatabase } from '../tests/support/database'
import { fillDatabase } from '../tests/support/filled-database'
import { testEnv } from '../tests/support/world'
import { median, quantile } from './report/rounds'
import { figure, type Report, type Row } from './report/table'

const SIZE = { users: 1_000_000, sessions: 2_000_000, messages: 5_000_000, days: 30 }
const ROUNDS = 30
const REQUESTS = 1_000_000

const quiet = { info() {}, warn() {}, error() {} }

async function times(action: () => Promise<unknown>, rounds: number): Promise<number[]> {
  await action()
  const taken: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    await action()
    taken.push(performance.now() - started)
  }
  return taken
}

const row = (what: string, taken: number[], target: string): Row => ({
  what: `${what}, median (95th percentile)`,
  values: { ours: `${figure(median(taken), 'ms')} (${figure(quantile(taken, 0.95), 'ms')})` },
  target,
})

function countingCost(): Row {
  const counter = new RequestCounter(() => new Date())
  const started = performance.now()
  for (let n = 0; n < REQUESTS; n += 1) counter.count(200, n % 300)
  const microseconds = ((performance.now() - started) / REQUESTS) * 1000
  return { what: 'counting one request', values: { ours: figure(microseconds, 'µs') }, target: '< 5 µs' }
}

/**
 * Measures reading the dashboard's data beside a million accounts, and counting a request. Needs no app and no load.
 */
export async function monitoring(): Promise<Report> {
  const database = await testDatabase()
  const { db, pool } = openDatabase(database.url, quiet)
  try {
    process.stdout.write(`filling a database with ${JSON.stringify(SIZE)}: some minutes\n`)
    await fillDatabase(pool, SIZE)
    const ctx = {
      db,
      env: testEnv(database.url),
      now: () => new Date(),
      log: quiet,
      countryOf: async () => null,
    }
    const rows: Row[] = []
    for (const span of SPANS)
      rows.push(row(`report of ${span}`, await times(() => readReport(ctx, span), ROUNDS), '< 100 ms'))
    rows.push(row('metrics', await times(() => readMetrics(ctx), ROUNDS), ''))
    rows.push(row('one sample a minute', await times(() => sample(ctx), 5), ''))
    return { title: 'Dashboard beside 1,000,000 accounts', rows: [...rows, countingCost()] }
  } finally {
    await pool.end()
    await database.drop()
  }
}
