import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../lib/db/client'
import { cleanUp } from '../../../lib/db/retention'
import { recordMailEvent } from '../../../lib/email/report/apply'
import { receiveReport } from '../../../lib/email/report/receive'
import { deliverDue } from '../../../lib/email/send/worker'
import { SendError } from '../../../lib/email/transport/send-error'
import { DAY, HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import type { Context } from '../../../lib/kernel/context'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { readCanary } from '../../../lib/monitor/canary/canary'
import { tendCanary } from '../../../lib/monitor/canary/tend'
import { createRuntime } from '../../../lib/runtime/runtime'
import { call } from '../../support/api'
import { lockWaits } from '../../support/lock-waits'
import { startSesEndpoint } from '../../support/ses-endpoint'
import { sesEvent } from '../../support/ses-report'
import { createSnsSigner } from '../../support/sns'
import { aRegisteredUser, createWorld, testEnv } from '../../support/world'
import { worldPerTest } from '../../support/world-lifetime'

const INTERVAL = 5 * MINUTE
const SILENCE = 15 * MINUTE

const world = worldPerTest({ env: { EMAIL_CANARY_MINUTES: '5' } })
let pools: Pool[]

beforeEach(() => {
  pools = []
})
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
})

/** Another process on the same database: its own connections, and nothing else in common. */
function beside(): Context {
  const { db, pool } = openDatabase(world.ctx.env.databaseUrl, world.ctx.log, 2)
  pools.push(pool)
  return { ...world.ctx, db }
}

const canaries = async () =>
  (await world.pool.query(`select * from email_messages where kind = 'canary' order by id`)).rows

const logged = (event: string) => world.logged.filter((line) => line.includes(`"event":"${event}"`))

/** The provider reports a canary delivered, as Amazon does through SNS. */
const reportDelivered = (messageId: number) =>
  recordMailEvent(world.ctx, {
    type: 'delivery',
    messageId,
    occurredAt: world.ctx.now(),
    sourceId: randomUUID(),
  })

const newestId = async () => Number((await canaries()).at(-1)?.id)

/** Time passes in steps of `step`, and the process does its rounds. */
async function pass(duration: number, { step = MINUTE, isHeard = false } = {}): Promise<void> {
  for (let passed = 0; passed < duration; passed += step) {
    world.ctx.now.advance(step)
    await tendCanary(world.ctx)
    await deliverDue(world.ctx)
    if (isHeard) await reportDelivered(await newestId())
  }
}

/** A canary has just been sent and reported: from here on the provider is silent. */
async function aSilentProvider(): Promise<void> {
  await tendCanary(world.ctx)
  await deliverDue(world.ctx)
  await reportDelivered(await newestId())
}

describe('canaries', () => {
  it('are off unless the configuration wants them', async () => {
    const env = { ...world.ctx.env, email: { ...world.ctx.env.email, canaryInterval: 0 } }
    const ctx = { ...world.ctx, env }
    await tendCanary(ctx)
    world.ctx.now.advance(DAY)
    await tendCanary(ctx)
    expect(await canaries()).toEqual([])
    expect(await readCanary(ctx, ctx.env.email.canaryInterval)).toMatchObject({ state: 'off' })
  })

  it('leave through the outbox, to the provider’s simulator, for nobody', async () => {
    await tendCanary(world.ctx)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
    expect(world.ctx.mail.sent).toMatchObject([
      { to: 'success+canary@simulator.amazonses.com', subject: 'Huntaze canary' },
    ])
    expect(await canaries()).toMatchObject([{ status: 'sent', user_id: null, recipient_hash: null }])
  })

  it('leave once an interval: not a second before its end, and then at once', async () => {
    await tendCanary(world.ctx)
    world.ctx.now.advance(INTERVAL - SECOND)
    await tendCanary(world.ctx)
    expect(await canaries()).toHaveLength(1)
    world.ctx.now.advance(SECOND)
    await tendCanary(world.ctx)
    await tendCanary(world.ctx)
    expect(await canaries()).toHaveLength(2)
  })

  it('leave once an interval from ten processes at once, one of them just started', async () => {
    const processes = Array.from({ length: 10 }, beside)
    for (let interval = 1; interval <= 3; interval += 1) {
      await Promise.all(processes.flatMap((ctx) => [tendCanary(ctx), tendCanary(ctx)]))
      await tendCanary(beside())
      expect(await canaries()).toHaveLength(interval)
      world.ctx.now.advance(INTERVAL)
    }
  })

  /** Ten processes look before any of them has written; ends when `waiting` of them are about to write. */
  async function lookAtOnce(contexts: Context[], waiting: number): Promise<void> {
    const blocker = await world.pool.connect()
    await blocker.query('begin')
    await blocker.query('lock table email_messages in share mode')
    const looking = Promise.all(contexts.map(tendCanary))
    try {
      await expect.poll(() => lockWaits(world.pool)).toBe(waiting)
    } finally {
      await blocker.query('commit')
      blocker.release()
    }
    await looking
  }

  it('leave once although ten processes see that one is due', async () => {
    await lookAtOnce(Array.from({ length: 10 }, beside), 1)
    expect(await canaries()).toHaveLength(1)
  })

  /** A process that believes that it is alone. */
  function unlocked(ctx: Context): Context {
    const transaction: Context['db']['transaction'] = (work) =>
      ctx.db.transaction((tx) => {
        const { execute } = tx
        const alone = async () => {
          tx.execute = execute
          return { rows: [{ alone: true }] }
        }
        return work(Object.assign(tx, { execute: alone as unknown as typeof execute }))
      })
    return { ...ctx, db: Object.assign(Object.create(ctx.db), { transaction }) }
  }

  it('would leave once a process without the lock: the control', async () => {
    await lookAtOnce(Array.from({ length: 10 }, beside).map(unlocked), 10)
    expect(await canaries()).toHaveLength(10)
  })

  it('are not kept back by what became of others, nor of the simulator’s address', async () => {
    await tendCanary(world.ctx)
    await deliverDue(world.ctx)
    const bounce = { type: 'bounce', bounce: 'hard', occurredAt: world.ctx.now() } as const
    await recordMailEvent(world.ctx, { ...bounce, messageId: await newestId(), sourceId: randomUUID() })
    expect((await world.pool.query('select from email_suppressions')).rowCount).toBe(0)
    const to = 'success+canary@simulator.amazonses.com'
    await aRegisteredUser(world, toEmailAddress(to))
    const { rows } = await world.pool.query(`select id from email_messages where kind = 'verification'`)
    await recordMailEvent(world.ctx, { ...bounce, messageId: Number(rows[0].id), sourceId: randomUUID() })
    expect((await world.pool.query('select from email_suppressions')).rowCount).toBe(1)
    world.ctx.now.advance(INTERVAL)
    await tendCanary(world.ctx)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1, dead: 0 })
  })

  it('do not wait in a swarm for a provider that is away', async () => {
    const away = Array.from({ length: 200 }, () => new SendError('Throttling', false))
    world.ctx.mail.fail(...away)
    await pass(2 * HOUR)
    const waiting = (await canaries()).filter(({ status }) => status === 'queued')
    expect(waiting.length).toBeLessThanOrEqual(SILENCE / INTERVAL)
    expect((await canaries())[0]).toMatchObject({ status: 'dead', sealed: null, last_error: 'Throttling' })
  })

  it('wait for the database like everything else, and leave when it is back', async () => {
    const gone = Object.assign(new Error('terminating connection'), { code: '57P01' })
    const db = new Proxy(world.ctx.db, {
      get(target, name) {
        if (name === 'transaction') return () => Promise.reject(gone)
        return Reflect.get(target, name)
      },
    })
    await expect(tendCanary({ ...world.ctx, db })).rejects.toBe(gone)
    expect(await canaries()).toEqual([])
    await tendCanary(world.ctx)
    expect(await canaries()).toHaveLength(1)
  })

  it('are found through an index of their own', async () => {
    await tendCanary(world.ctx)
    await world.pool.query('set enable_seqscan = off')
    const { rows } = await world.pool.query(
      `explain select * from email_messages where kind = 'canary' order by created_at desc limit 50`,
    )
    expect(JSON.stringify(rows)).toContain('email_messages_canary_idx')
  })
})

describe('the alarm', () => {
  it('is not raised while deliveries are reported, however long', async () => {
    await pass(6 * HOUR, { isHeard: true })
    expect(logged('canary_silent')).toEqual([])
    expect(await readCanary(world.ctx, world.ctx.env.email.canaryInterval)).toMatchObject({ state: 'fine' })
  })

  it('is raised when a canary has been silent for 15 minutes, and not a second before', async () => {
    await aSilentProvider()
    await pass(INTERVAL)
    await pass(SILENCE - SECOND, { step: SECOND })
    expect(logged('canary_silent')).toEqual([])
    await pass(SECOND, { step: SECOND })
    expect(logged('canary_silent')).toHaveLength(1)
    expect(logged('canary_silent')[0]).toContain('"level":"error"')
    expect(logged('canary_silent')[0]).toContain('POST /api/email-events')
  }, 60_000)

  it('is raised once a quiet period, in any number of processes and after restarts', async () => {
    await aSilentProvider()
    await pass(INTERVAL + SILENCE - MINUTE)
    world.ctx.now.advance(MINUTE)
    await Promise.all(Array.from({ length: 10 }, beside).map((ctx) => tendCanary(ctx)))
    await pass(3 * HOUR)
    await tendCanary(beside())
    expect(logged('canary_silent')).toHaveLength(1)
    expect(logged('canary_recovered')).toEqual([])
  })

  it('says why when it is our side that sends nothing', async () => {
    await aSilentProvider()
    world.ctx.mail.fail(...Array.from({ length: 200 }, () => new SendError('AccessDenied', false)))
    await pass(INTERVAL + SILENCE)
    expect(logged('canary_silent')).toHaveLength(1)
    expect(logged('canary_silent')[0]).toMatch(/"code":"AccessDenied".*no mail leaves/)
  })

  it('ends with the next delivery, and can be raised again', async () => {
    await aSilentProvider()
    await pass(INTERVAL + SILENCE)
    await pass(MINUTE, { isHeard: true })
    await Promise.all(Array.from({ length: 10 }, beside).map((ctx) => tendCanary(ctx)))
    expect(logged('canary_recovered')).toHaveLength(1)
    await pass(HOUR, { isHeard: true })
    expect(logged('canary_silent')).toHaveLength(1)
    await pass(INTERVAL + SILENCE)
    expect(logged('canary_silent')).toHaveLength(2)
    expect(logged('canary_recovered')).toHaveLength(1)
  })

  it('does not end with a report that was only late', async () => {
    await aSilentProvider()
    await pass(INTERVAL)
    const late = await newestId()
    await pass(2 * HOUR)
    await reportDelivered(late)
    await pass(MINUTE)
    expect(logged('canary_recovered')).toEqual([])
    expect(logged('canary_silent')).toHaveLength(1)
  })

  it('does not end because no server ran for a night', async () => {
    await aSilentProvider()
    await pass(INTERVAL + SILENCE)
    world.ctx.now.advance(12 * HOUR)
    await pass(INTERVAL)
    expect(logged('canary_recovered')).toEqual([])
    await pass(HOUR)
    expect(logged('canary_silent')).toHaveLength(1)
    await pass(INTERVAL, { isHeard: true })
    expect(logged('canary_recovered')).toHaveLength(1)
  })

  it('is not raised over one report that was lost, nor over a night in which no server ran', async () => {
    await aSilentProvider()
    await pass(INTERVAL)
    await pass(INTERVAL, { step: INTERVAL, isHeard: true })
    await pass(INTERVAL, { step: INTERVAL })
    world.ctx.now.advance(12 * HOUR)
    await pass(HOUR, { isHeard: true })
    expect(logged('canary_silent')).toEqual([])
  })

  it('forgets a quiet period after 90 days, and never one that goes on', async () => {
    await aSilentProvider()
    await pass(INTERVAL + SILENCE)
    world.ctx.now.advance(91 * DAY)
    expect(await cleanUp(world.ctx)).toMatchObject({ canary_silences: 0 })
    await pass(INTERVAL, { step: INTERVAL, isHeard: true })
    await pass(MINUTE)
    expect(logged('canary_recovered')).toHaveLength(1)
    world.ctx.now.advance(91 * DAY)
    expect(await cleanUp(world.ctx)).toMatchObject({ canary_silences: 1 })
  })
})

describe('what the canaries tell', () => {
  const reading = () => readCanary(world.ctx, world.ctx.env.email.canaryInterval)

  it('is nothing good before the first has arrived', async () => {
    expect(await reading()).toEqual({
      state: 'late',
      lastSentAt: null,
      lastDeliveredAt: null,
      missingSince: null,
      latencyMs: null,
    })
    await tendCanary(world.ctx)
    await deliverDue(world.ctx)
    const now = world.ctx.now()
    expect(await reading()).toMatchObject({ state: 'late', lastSentAt: now, missingSince: now })
  })

  it('is how long the whole way took: the median, from the outbox to the report', async () => {
    for (const latency of [3, 60, 1]) {
      await tendCanary(world.ctx)
      world.ctx.now.advance(SECOND)
      await deliverDue(world.ctx)
      world.ctx.now.advance((latency - 1) * SECOND)
      await reportDelivered(await newestId())
      expect(await reading()).toMatchObject({ state: 'fine', lastDeliveredAt: world.ctx.now() })
      world.ctx.now.advance(INTERVAL)
    }
    expect(await reading()).toMatchObject({ latencyMs: 3 * SECOND })
  })

  it('turns late, then silent, then fine again', async () => {
    await aSilentProvider()
    const heardAt = world.ctx.now()
    await pass(2 * INTERVAL - MINUTE)
    expect(await reading()).toMatchObject({ state: 'fine' })
    await pass(MINUTE)
    expect(await reading()).toMatchObject({ state: 'late', lastDeliveredAt: heardAt })
    await pass(SILENCE - INTERVAL)
    expect(await reading()).toMatchObject({ state: 'silent', lastDeliveredAt: heardAt })
    await pass(INTERVAL, { step: INTERVAL, isHeard: true })
    expect(await reading()).toMatchObject({ state: 'fine' })
  })

  it('is silence when no server sends any', async () => {
    await aSilentProvider()
    world.ctx.now.advance(2 * INTERVAL - SECOND)
    expect(await reading()).toMatchObject({ state: 'fine' })
    world.ctx.now.advance(SECOND)
    expect(await reading()).toMatchObject({ state: 'late' })
    world.ctx.now.advance(SILENCE - 2 * INTERVAL)
    expect(await reading()).toMatchObject({ state: 'silent' })
  })
})

describe('the whole way', () => {
  it('goes from a server’s worker through Amazon SES and SNS to the reading', async () => {
    const [signer, endpoint] = [createSnsSigner(), await startSesEndpoint()]
    for (const [name, value] of Object.entries(endpoint.environment)) vi.stubEnv(name, value)
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const env = { EMAIL_TRANSPORT: 'ses', SNS_TOPIC_ARNS: signer.topicArn, EMAIL_CANARY_MINUTES: '1' }
    const { ctx, startWorker, stop } = createRuntime(
      testEnv(world.ctx.env.databaseUrl, { ...endpoint.environment, ...env }),
    )
    try {
      startWorker()
      await expect.poll(async () => (await canaries())[0]?.status).toBe('sent')
      expect(endpoint.requests).toMatchObject([{ recipients: ['success+canary@simulator.amazonses.com'] }])
      const providerMessageId = 'ses-1'
      const report = sesEvent('Delivery', { messageId: await newestId(), providerMessageId, at: ctx.now() })
      const body = signer.notification(report)
      expect(await receiveReport(ctx, body, { fetchCertificate: signer.fetchCertificate })).toBe('recorded')
      expect(await readCanary(ctx, ctx.env.email.canaryInterval)).toMatchObject({
        state: 'fine',
        lastDeliveredAt: expect.any(Date),
      })
    } finally {
      await stop()
      vi.restoreAllMocks()
      vi.unstubAllEnvs()
      await endpoint.close()
    }
  })

  it('starts with a call of maintenance where no worker lives', async () => {
    const secret = 'a-secret-of-twenty-bytes'
    const cron = await createWorld({ env: { EMAIL_CANARY_MINUTES: '1', CRON_SECRET: secret } })
    try {
      cron.serve()
      const response = await call('GET', '/api/maintenance', {
        headers: { authorization: `Bearer ${secret}` },
      })
      expect(await response.json()).toMatchObject({ sent: 1 })
      expect(cron.ctx.mail.sent).toMatchObject([{ subject: 'Huntaze canary' }])
    } finally {
      await cron.close()
    }
  })
})
