import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../../lib/db/client'
import { SPANS } from '../../../lib/i18n/span'
import { evaluateAlarms } from '../../../lib/monitor/alarm/evaluate'
import { foldMarks } from '../../../lib/monitor/count/tallies'
import { sample } from '../../../lib/monitor/gauge/sample'
import { readMetrics } from '../../../lib/monitor/metrics/read'
import { readReport } from '../../../lib/monitor/panel/read-report'
import { fillDatabase } from '../../support/filled-database'
import { sharedWorld } from '../../support/world-lifetime'

/** Tables that grow with people, mail or time. */
const LARGE = [
  'users',
  'sessions',
  'email_messages',
  'email_events',
  'email_verification_tokens',
  'events',
  'signups',
  'tallies',
  'request_counts',
  'gauges',
  'beat_minutes',
]

const world = sharedWorld()
let one: ReturnType<typeof openDatabase>

beforeAll(async () => {
  await fillDatabase(world.pool, { users: 30_000, sessions: 60_000, messages: 150_000, days: 10 })
  // One connection, so that what it read is known to it at once.
  one = openDatabase(world.ctx.env.databaseUrl, world.ctx.log, 1)
}, 120_000)

afterAll(async () => {
  await one.pool.end()
})

async function scans(): Promise<Record<string, number>> {
  await one.pool.query('select pg_stat_force_next_flush()')
  const { rows } = await one.pool.query(
    'select relname, seq_scan::int as n from pg_stat_user_tables where relname = any($1)',
    [LARGE],
  )
  return Object.fromEntries(rows.map(({ relname, n }) => [relname, n]))
}

/** The tables that `action` reads from one end to the other. */
async function scannedBy(action: () => Promise<unknown>): Promise<string[]> {
  const before = await scans()
  await action()
  const after = await scans()
  return LARGE.filter((table) => after[table] !== before[table])
}

const ctx = () => ({ ...world.ctx, db: one.db, now: () => new Date() })

it('a scan would be seen here', async () => {
  expect(await scannedBy(() => one.pool.query('select sum(length(name)) from users'))).toEqual(['users'])
})

it.each(SPANS)('the report of %s scans no large table', async (span) => {
  expect(await scannedBy(() => readReport(ctx(), span))).toEqual([])
})

it('neither do metrics, samples, alarms and folding', async () => {
  expect(await scannedBy(() => readMetrics(ctx()))).toEqual([])
  expect(await scannedBy(() => sample(ctx()))).toEqual([])
  expect(await scannedBy(() => evaluateAlarms(ctx()))).toEqual([])
  expect(await scannedBy(() => foldMarks(ctx()))).toEqual([])
})

it('the report counts what is there', async () => {
  const { users, funnel, email } = await readReport(ctx(), '30d')
  expect(users.figures.total.value).toBe(30_000)
  expect(users.figures.active.value).toBeGreaterThan(10_000)
  expect(funnel.registered).toBe(30_000)
  expect(funnel.domains).toHaveLength(11)
  expect(email.figures.sent.value).toBe(150_000)
  expect(email.figures.queued.value).toBe(200)
})
