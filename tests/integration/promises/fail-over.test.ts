import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { migrate } from '../../../lib/db/migrate/migrate'
import { deliverDue } from '../../../lib/email/send/worker'
import { call, sessionOf } from '../../support/api'
import { type Cluster, newCluster, standbyOf } from '../../support/cluster'
import { openRelay, type Relay } from '../../support/relay'
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
      const headers = { cookie: `auth-token=${sessionOf(signedUp)}` }
      await ask('GET', '/api/auth/me', { headers })
      await ask('GET', '/api/auth/verify-email/status', { headers })
      await ask('POST', '/api/auth/logout', { headers })
      await ask('POST', '/api/auth/login', { json: { email, password: PASSWORD } })
      await sleep(50)
    }
  }

  const untilAcknowledged = (count: number) =>
    vi.waitUntil(() => acknowledged.length >= count, { timeout: 15_000 })

  const readiness = async () => (await (await ask('GET', '/api/health/ready')).json()).parts

  relay.leadTo(primary.socket)
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

  await deliverDue(world.ctx)
  const rows = await queryOnce(standby.url(DATABASE), 'select email from users')
  expect(rows.map(({ email }) => email)).toEqual(expect.arrayContaining(acknowledged))
  expect(world.ctx.mail.sent.map(({ to }) => to)).toEqual(expect.arrayContaining(acknowledged))
})
