import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openDatabase } from '../../../lib/db/client'
import { migrate } from '../../../lib/db/migrate/migrate'
import { stateOf } from '../../../lib/db/states/recognize'
import { deliverDue } from '../../../lib/email/send/worker'
import { readSession } from '../../../lib/session/read'
import { call, sessionOf } from '../../support/api'
import { type Cluster, newCluster, standbyOf } from '../../support/cluster'
import { openRelay, type Relay } from '../../support/relay'
import { bundleScript, runScript } from '../../support/scripts'
import { queryOnce } from '../../support/with-client'
import { freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const DATABASE = 'huntaze'

/** How long the standby refuses writes before it is promoted (ms): nobody decides a fail-over faster. */
const READ_ONLY = 10_000

const STREAMING = `select from pg_stat_replication where state = 'streaming' and sync_state = 'sync'`

let primary: Cluster
let standby: Cluster
let relay: Relay

beforeAll(async () => {
  await bundleScript('doctor')
  primary = newCluster()
  await primary.start()
  await migrate(primary.url(DATABASE))
  await primary.stop()
  standby = standbyOf(primary)
  // A commit is acknowledged once the standby has it.
  await primary.start({ synchronous_standby_names: '*' })
  await standby.start()
  await vi.waitUntil(async () => (await queryOnce(primary.url(), STREAMING)).length > 0, { timeout: 15_000 })
  relay = await openRelay()
})

afterAll(async () => {
  await relay.close()
  await Promise.all([primary.remove(), standby.remove()])
})

const world = sharedWorld(() => ({
  isServed: true,
  env: { RATE_LIMIT_SCALE: '10000' },
  database: { url: `postgres://postgres@127.0.0.1:${relay.port}/${DATABASE}`, drop: async () => undefined },
}))

const signUp = async () =>
  sessionOf(
    await call('POST', '/api/auth/register', {
      json: { name: 'Jean', email: freshEmail(), password: PASSWORD },
    }),
  )

const as = (jwt: string) => ({ headers: { cookie: `auth-token=${jwt}` } })

describe('a standby that lags behind', () => {
  /** The state that a read of this session on the standby tells of. */
  async function readThere(jwt: string) {
    const { db, pool } = openDatabase(standby.url(DATABASE), world.ctx.log, 1)
    try {
      return await readSession({ ...world.ctx, db }, jwt).catch(stateOf)
    } finally {
      await pool.end()
    }
  }

  const replay = (verb: 'pause' | 'resume') => queryOnce(standby.url(), `select pg_wal_replay_${verb}()`)

  const knownThere = async () =>
    Number((await queryOnce(standby.url(DATABASE), 'select count(*) from sessions'))[0]?.count)

  it('is believed about no session: neither a new one, nor one that has ended', async () => {
    relay.leadTo(primary.socket)
    await replay('pause')
    const jwt = await signUp()
    expect(await knownThere()).toBe(0)
    expect(await readThere(jwt)).toBe('read_elsewhere')
    await replay('resume')
    await expect.poll(knownThere).toBe(1)
    await replay('pause')
    await call('POST', '/api/auth/logout', as(jwt))
    expect(await knownThere()).toBe(1)
    expect(await readThere(jwt)).toBe('read_elsewhere')
    expect((await call('GET', '/api/auth/me', as(jwt))).status).toBe(401)
    await replay('resume')
  })

  it('is named by doctor', async () => {
    const { out } = await runScript('doctor', { DATABASE_URL: standby.url(DATABASE) })
    expect(out).toMatch(
      /^✖ red {5}database reads +a standby answers, and it takes no writes\n +fix: .*primary/m,
    )
  })
})

type Answer = { request: string; status: number; retryAfter: string | null; phase: string }

it('answers no 500 while a standby takes over, and keeps every account it has acknowledged', async () => {
  const answers: Answer[] = []
  const acknowledged: string[] = []
  let phase = 'before'
  let isOver = false

  async function ask(...[method, path, init]: Parameters<typeof call>): Promise<Response> {
    const during = phase
    const response = await call(method, path, init)
    const { status, headers } = response
    answers.push({
      request: `${method} ${path}`,
      status,
      retryAfter: headers.get('retry-after'),
      phase: during === phase ? phase : 'between',
    })
    return response
  }

  /** Signs up, reads, signs out, and in again, one after another. */
  async function aCreator(): Promise<void> {
    while (!isOver) {
      const email = freshEmail()
      const signedUp = await ask('POST', '/api/auth/register', {
        json: { name: 'Jean', email, password: PASSWORD },
      })
      if (signedUp.status === 201) acknowledged.push(email)
      const session = as(sessionOf(signedUp))
      await ask('GET', '/api/auth/me', session)
      await ask('GET', '/api/auth/verify-email/status', session)
      await ask('POST', '/api/auth/logout', session)
      await ask('POST', '/api/auth/login', { json: { email, password: PASSWORD } })
      await sleep(50)
    }
  }

  const untilAcknowledged = (count: number) =>
    vi.waitUntil(() => acknowledged.length >= count, { timeout: 15_000 })

  const readiness = async () => (await (await ask('GET', '/api/health/ready')).json()).parts

  const me = async (jwt: string) => (await ask('GET', '/api/auth/me', as(jwt))).status

  relay.leadTo(primary.socket)
  const known = await signUp()
  const creators = Array.from({ length: 4 }, aCreator)
  onTestFinished(async () => {
    isOver = true
    await Promise.allSettled(creators)
  })
  await untilAcknowledged(8)
  phase = 'away'
  primary.kill()
  await sleep(1_000)
  const whileAway = await readiness()
  phase = 'read-only'
  relay.leadTo(standby.socket)
  await sleep(READ_ONLY)
  const whileReadOnly = await readiness()
  expect(await me(known)).toBe(503)
  phase = 'promoted'
  await queryOnce(standby.url(), 'select pg_promote()')
  phase = 'after'
  await untilAcknowledged(acknowledged.length + 8)
  isOver = true
  await Promise.all(creators)

  expect(whileAway).toMatchObject({ database: 'unreachable' })
  expect(whileReadOnly).toMatchObject({ database: 'read_only' })
  const statuses = (of: string, request: RegExp) =>
    new Set(
      answers.filter((one) => one.phase === of && request.test(one.request)).map(({ status }) => status),
    )
  expect(answers.filter(({ status }) => status >= 500 && status !== 503)).toEqual([])
  expect(
    answers.filter((one) => one.status === 503 && !one.request.includes('ready') && one.retryAfter === null),
  ).toEqual([])
  expect([...statuses('before', /register|login/)].toSorted()).toEqual([200, 201])
  expect([...statuses('read-only', /register/)]).toEqual([503])
  expect(statuses('after', /register/)).toContain(201)
  expect(await readiness()).toMatchObject({ database: 'ok', migrations: 'ok' })
  expect(await me(known)).toBe(200)

  await deliverDue(world.ctx)
  const rows = await queryOnce(standby.url(DATABASE), 'select email from users')
  expect(rows.map(({ email }) => email)).toEqual(expect.arrayContaining(acknowledged))
  expect(world.ctx.mail.sent.map(({ to }) => to)).toEqual(expect.arrayContaining(acknowledged))
})
