import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Pool } from 'pg'
import { openDatabase } from '../../lib/db/client'
import { LEASE } from '../../lib/email/outbox/claim'
import { parseEnv } from '../../lib/kernel/env/env'
import { createLog } from '../../lib/kernel/log'
import { testDatabase } from '../support/database'
import { chance } from './chance'
import { Crew } from './crew'
import { fastClock } from './fast-clock'
import type { Figure } from './figure'
import { figuresOf } from './mail-figures'
import { countSettled, fillOutbox, readOutbox } from './mail-outbox'
import { type FaultyProvider, startFaultyProvider } from './mail-provider'

const WORKERS = 3

/** Times real time. A lease is 10 seconds then: still far longer than a send, so that only the dead lose theirs. */
const SPEED = 12

/** Milliseconds without one more settled message after which a run has failed. */
const STALL = 30_000
const POLL = 100

/** Milliseconds between looks for whether the next kill is due: in the midst of a send, not after all. */
const KILL_POLL = 5

type MailFaults = {
  messages: number
  /** Decides every fate: the answers of the provider, whom to kill and when. */
  seed: number
  /** How many messages the provider takes between two kills: at least, at most. So there is progress on any machine. */
  killEvery: [least: number, most: number]
}

type Environment = Record<string, string>

const environment = (databaseUrl: string, { endpoint }: FaultyProvider): Environment => ({
  ...endpoint.environment,
  PATH: process.env.PATH ?? '',
  NODE_ENV: 'test',
  DATABASE_URL: databaseUrl,
  APP_URL: 'https://auth.huntaze.test',
  AUTH_SECRET: randomBytes(32).toString('base64url'),
  EMAIL_TRANSPORT: 'ses',
})

const WORKER = fileURLToPath(new URL('../../.cache/faults/mail-worker.mjs', import.meta.url))

/** Built once: compiled at each start, a worker would be killed before it has sent anything. */
const buildWorker = () =>
  build({
    entryPoints: [fileURLToPath(new URL('./mail-worker.ts', import.meta.url))],
    outfile: WORKER,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })

/** The sender's address names the process, so that the provider knows whom it answered. */
const launch = (env: Environment, start: number, name: string): ChildProcess =>
  fork(WORKER, [String(start), String(SPEED)], {
    env: { ...env, NODE_ENV: 'test', EMAIL_FROM: name },
    execArgv: [],
  })

async function killNowAndThen(
  crew: Crew,
  { acceptances }: FaultyProvider,
  { seed, killEvery }: MailFaults,
  over: AbortSignal,
): Promise<void> {
  const [least, most] = killEvery
  for (let round = 1; ; round += 1) {
    const due = acceptances.length + least + (most - least) * chance(seed, 'pause', round)
    while (acceptances.length < due && !over.aborted) await sleep(KILL_POLL)
    if (over.aborted) return
    await crew.killOne(chance(seed, 'victim', round))
  }
}

async function untilSettledOrStalled(pool: Pool, messages: number): Promise<void> {
  let [settled, movedAt] = [0, Date.now()]
  while (settled < messages && Date.now() - movedAt < STALL) {
    await sleep(POLL)
    const count = await countSettled(pool)
    if (count !== settled) movedAt = Date.now()
    settled = count
  }
}

async function sendUnderFire(
  crew: Crew,
  pool: Pool,
  provider: FaultyProvider,
  faults: MailFaults,
): Promise<void> {
  const over = new AbortController()
  const killing = killNowAndThen(crew, provider, faults, over.signal)
  try {
    await untilSettledOrStalled(pool, faults.messages)
  } finally {
    over.abort()
    await killing
    await crew.stop()
  }
}

/**
 * Sends a full outbox through a provider that often fails, by worker processes that are killed again and again.
 * Needs the server that `tests/support/postgres.ts` prepares.
 */
export async function runMailFaults(faults: MailFaults): Promise<Figure[]> {
  await buildWorker()
  const database = await testDatabase()
  const provider = await startFaultyProvider(faults.seed)
  const env = environment(database.url, provider)
  const start = Date.now()
  const now = fastClock(start, SPEED)
  const log = createLog(now, () => {})
  const { db, pool } = openDatabase(database.url, log)
  try {
    const ctx = { db, pool, env: parseEnv(env), now, log, countryOf: async () => null }
    await fillOutbox(ctx, faults.messages)
    const crew = new Crew(WORKERS, (name) => launch(env, start, name))
    await sendUnderFire(crew, pool, provider, faults)
    const { acceptances, refusals } = provider
    const { kills, crashed, overtaken } = crew
    const rows = await readOutbox(pool)
    return figuresOf({
      ...faults,
      rows,
      acceptances,
      refusals,
      kills,
      crashed,
      overtaken,
      lease: LEASE / SPEED,
    })
  } finally {
    await provider.endpoint.close()
    await pool.end()
    await database.drop()
  }
}
