import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Pool } from 'pg'
import { openDatabase } from '../../lib/db/client'
import type { CoreContext } from '../../lib/kernel/context'
import { parseEnv } from '../../lib/kernel/env/env'
import { createLog } from '../../lib/kernel/log'
import { addEndpoint } from '../../lib/webhook/endpoint/add'
import { testDatabase } from '../support/database'
import { chance } from './chance'
import { Crew } from './crew'
import { type DeliveryRow, eventFigures } from './events-figures'
import { RECEIVERS, type ReceiverName, type Receivers, startReceivers } from './events-receivers'
import { fastClock } from './fast-clock'
import type { Figure } from './figure'

const WORKERS = 3

/** Times real time. A lease is 20 seconds then: still longer than a call, so that only the dead lose theirs. */
const SPEED = 6

/** Milliseconds without one more settled delivery after which a run has failed. */
const STALL = 120_000
const POLL = 100
const KILL_POLL = 5

/** Events of one person, and statements that write them all. */
const EVENTS_A_PERSON = 5
const BATCHES = 20

const WANTED: Record<ReceiverName, string[]> = {
  mixed: ['*'],
  slow: ['mail.*'],
  down: ['session.*'],
  gone: ['user.*'],
}

type EventFaults = { events: number; seed: number; killEvery: [least: number, most: number] }
type Environment = Record<string, string>

const WORKER = fileURLToPath(new URL('../../.cache/faults/events-worker.mjs', import.meta.url))

const buildWorker = () =>
  build({
    entryPoints: [fileURLToPath(new URL('./events-worker.ts', import.meta.url))],
    outfile: WORKER,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })

const environment = (databaseUrl: string): Environment => ({
  PATH: process.env.PATH ?? '',
  NODE_ENV: 'test',
  DATABASE_URL: databaseUrl,
  APP_URL: 'https://auth.huntaze.test',
  AUTH_SECRET: randomBytes(32).toString('base64url'),
  EMAIL_TRANSPORT: 'mailbox',
})

const launch = (env: Environment, start: number): ChildProcess =>
  fork(WORKER, [String(start), String(SPEED)], { env: { ...env, NODE_ENV: 'test' }, execArgv: [] })

async function addReceivers(ctx: CoreContext, receivers: Receivers): Promise<void> {
  for (const name of RECEIVERS) {
    const added = await addEndpoint(ctx, { url: receivers.url(name), events: WANTED[name] })
    if (typeof added === 'string') throw new Error(added)
    receivers.secrets.set(name, added.secret)
  }
}

/** Writes the events while the workers work, those of one person in order. `session` holds their place among these. */
async function writeEvents(pool: Pool, events: number): Promise<void> {
  const types = ['user.verified', 'session.ended', 'mail.bounced', 'user.disabled', 'user.enabled']
  const size = Math.ceil(events / BATCHES)
  const people = Math.ceil(events / EVENTS_A_PERSON)
  for (let first = 0; first < events; first += size) {
    await pool.query(
      `insert into webhook_events (type, subject, session)
       select ($1::text[])[1 + n / $2], 'usr_' || n % $2, ('00000000-0000-4000-8000-' || lpad((n / $2)::text, 12, '0'))::uuid
       from generate_series($3::int, $4::int) n order by n`,
      [types, people, first, Math.min(events, first + size) - 1],
    )
    await sleep(POLL)
  }
}

async function countSettled(pool: Pool): Promise<{ settled: number; all: number }> {
  const { rows } = await pool.query(
    `select count(*)::int as all, (count(*) filter (where status in ('sent', 'dead')))::int as settled from webhook_deliveries`,
  )
  return rows[0]
}

async function untilSettledOrStalled(pool: Pool): Promise<void> {
  let [before, movedAt] = [0, Date.now()]
  while (Date.now() - movedAt < STALL) {
    await sleep(POLL)
    const { settled, all } = await countSettled(pool)
    if (settled === all) return
    if (settled !== before) movedAt = Date.now()
    before = settled
  }
}

async function killNowAndThen(
  crew: Crew,
  { hearings }: Receivers,
  { seed, killEvery: [least, most] }: EventFaults,
  over: AbortSignal,
): Promise<void> {
  for (let round = 1; ; round += 1) {
    const due = hearings.length + least + (most - least) * chance(seed, 'pause', round)
    while (hearings.length < due && !over.aborted) await sleep(KILL_POLL)
    if (over.aborted) return
    await crew.killOne(chance(seed, 'victim', round))
  }
}

async function readDeliveries(pool: Pool): Promise<DeliveryRow[]> {
  const { rows } = await pool.query(
    `select substring(p.url from '[^/]*$') as receiver, e.name as id, e.subject as person,
       right(e.session::text, 12)::int as place, d.status, d.last_error as "lastError"
     from webhook_deliveries d join webhook_events e on e.id = d.event_id join webhook_endpoints p on p.id = d.endpoint_id`,
  )
  return rows
}

async function deliverUnderFire(
  pool: Pool,
  crew: Crew,
  receivers: Receivers,
  faults: EventFaults,
): Promise<void> {
  const over = new AbortController()
  const killing = killNowAndThen(crew, receivers, faults, over.signal)
  try {
    await writeEvents(pool, faults.events)
    await untilSettledOrStalled(pool)
  } finally {
    over.abort()
    await killing
    await crew.stop()
  }
}

/**
 * Delivers events to receivers that fail in every way, by worker processes that are killed again and again.
 * Needs the server that `tests/support/postgres.ts` prepares.
 */
export async function runEventFaults(faults: EventFaults): Promise<Figure[]> {
  await buildWorker()
  const database = await testDatabase()
  const receivers = await startReceivers(faults.seed)
  const env = environment(database.url)
  const start = Date.now()
  const now = fastClock(start, SPEED)
  const log = createLog(now, () => {})
  const { db, pool } = openDatabase(database.url, log)
  try {
    await addReceivers({ db, env: parseEnv(env), now, log, countryOf: async () => null }, receivers)
    const crew = new Crew(WORKERS, () => launch(env, start))
    await deliverUnderFire(pool, crew, receivers, faults)
    const { rows: off } = await pool.query(`select off_reason from webhook_endpoints where url like '%/gone'`)
    const { hearings, strangers } = receivers
    const { kills, crashed, overtaken } = crew
    return eventFigures({
      events: faults.events,
      rows: await readDeliveries(pool),
      hearings,
      strangers,
      kills: kills.length,
      crashed,
      overtaken,
      isGoneOff: off[0]?.off_reason === 'gone',
    })
  } finally {
    await receivers.close()
    await pool.end()
    await database.drop()
  }
}
