import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SendError } from '../../../../lib/email/transport/send-error'
import { DAY, HOUR, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { evaluateAlarms } from '../../../../lib/monitor/alarm/evaluate'
import { readAlarms } from '../../../../lib/monitor/alarm/read'
import { cleanUpAndNote } from '../../../../lib/monitor/clean-up'
import { RequestCounter } from '../../../../lib/monitor/count/requests'
import { recordGauges } from '../../../../lib/monitor/gauge/gauges'
import { createMonitor, type Monitor } from '../../../../lib/monitor/monitor'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { worldPerTest } from '../../../support/world-lifetime'

type Posted = {
  event: string
  alarm: string
  value: number
  threshold: number
  since: string
  dashboard: string
}

let hook: Server

let posted: Posted[]

let hookStatus: number

let hookHeaders: Record<string, string>

beforeAll(async () => {
  hook = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    if (incoming.url === '/hook') posted.push(JSON.parse(Buffer.concat(chunks).toString()))
    outgoing.writeHead(hookStatus, hookHeaders).end()
  })
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  hook.closeAllConnections()
  return new Promise((resolve) => hook.close(resolve))
})

const world = worldPerTest(() => ({
  env: {
    EMAIL_CANARY_MINUTES: '5',
    ALARM_EMAIL: 'ops@huntaze.com, night@huntaze.com',
    ALARM_WEBHOOK_URL: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`,
  },
}))

beforeEach(() => {
  posted = []
  hookStatus = 204
  hookHeaders = {}
})

const mails = () => world.ctx.mail.sent

const evaluate = () => evaluateAlarms(world.ctx)

const anotherMonitor = (longLived = true) =>
  createMonitor(world.ctx, { counter: new RequestCounter(world.ctx.now), longLived, version: 'test' })

/** Every ten seconds, as it would run. */
async function beats(monitor: Monitor, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 10) {
    world.ctx.now.advance(10 * SECOND)
    await monitor.round()
  }
}

const raised = async () =>
  (await readAlarms(world.ctx)).filter(({ state }) => state === 'alarm').map(({ name }) => name)

const tally = (kind: string, amount: number) =>
  world.pool.query('insert into tally_marks (kind, at, amount) values ($1, $2, $3)', [
    kind,
    world.ctx.now(),
    amount,
  ])

async function aWaitingMessage(): Promise<void> {
  await world.pool.query(
    `insert into email_messages (kind, status, sealed, due_at, created_at) values ('welcome', 'queued', '\\x00', $1, $1)`,
    [world.ctx.now()],
  )
}

/** Messages whose sending ended now. */
async function endedMessages(count: number, status: string, error?: string): Promise<void> {
  await world.pool.query(
    `insert into email_messages (kind, status, last_error, due_at, created_at, settled_at)
     select 'welcome', $2, $3, $1, $1, $1 from generate_series(1, $4)`,
    [world.ctx.now(), status, error, count],
  )
}

/** An event for a receiver, which happens now. */
async function aDelivery(status: 'queued' | 'dead'): Promise<void> {
  const at = world.ctx.now()
  await world.pool.query(
    `insert into webhook_endpoints (url, events, secret) values ('https://listener.example/', '{*}', '\\x00')`,
  )
  await world.pool.query(
    `insert into webhook_events (type, subject, created_at) values ('user.verified', 'usr_one', $1)`,
    [at],
  )
  await world.pool.query(
    `update webhook_deliveries set status = $1, settled_at = case $1 when 'dead' then $2::timestamptz end`,
    [status, at],
  )
}

describe('each alarm', () => {
  const CAUSES: Record<string, () => Promise<unknown>> = {
    bounce_rate: async () => [await tally('mail_sent', 100), await tally('mail_bounced_hard', 5)],
    complaint_rate: async () => [
      await tally('mail_sent', 3000),
      await tally('mail_delivered', 3000),
      await tally('mail_complaint', 3),
    ],
    connections: () =>
      recordGauges(world.ctx, { at: world.ctx.now(), readings: { connections: 80, connectionsLimit: 100 } }),
    error_rate: async () => {
      for (let n = 0; n < 200; n += 1) world.counter.count(n < 2 ? 500 : 200, 1)
      await world.monitor.round()
    },
    oldest_queued: async () => {
      await aWaitingMessage()
      world.ctx.now.advance(5 * MINUTE)
    },
    dead_rate: async () => {
      await endedMessages(1, 'dead', 'AddressCorrected')
      await endedMessages(8, 'sent')
      await endedMessages(3, 'dead', 'whatever nobody has seen before')
    },
    recipients_refused: async () => {
      world.ctx.env.email.transport = 'smtp'
      for (let person = 0; person < 3; person += 1) {
        await world.pool.query(
          `with message as (
             insert into email_messages (kind, status, bounce_type, recipient_hash, due_at, created_at, settled_at)
             values ('welcome', 'bounced', 'hard', $2, $1, $1, $1) returning id
           )
           insert into email_events (source_id, type, message_id, reason, occurred_at, received_at)
           select 'reply-' || id, 'bounce', id, 'RecipientRefused', $1, $1 from message`,
          [world.ctx.now(), Buffer.from([person])],
        )
      }
    },
    webhook_waiting: async () => {
      await aDelivery('queued')
      world.ctx.now.advance(HOUR)
    },
    webhook_dead: () => aDelivery('dead'),
    clean_up: async () => {
      await cleanUpAndNote(world.ctx)
      world.ctx.now.advance(2 * HOUR)
    },
    instance_lost: async () => {
      await anotherMonitor().round()
      await beats(world.monitor, 120)
    },
    canary_silent: async () => {
      await world.pool.query(
        `insert into email_messages (kind, status, provider_message_id, due_at, created_at, settled_at)
         values ('canary', 'sent', 'canary', $1, $1, $1)`,
        [world.ctx.now()],
      )
      world.ctx.now.advance(15 * MINUTE)
    },
  }

  it('has a cause here', async () => {
    expect((await readAlarms(world.ctx)).map(({ name }) => name).toSorted()).toEqual(
      Object.keys(CAUSES).toSorted(),
    )
  })

  it.each(Object.keys(CAUSES))('%s is raised by its cause, alone', async (name) => {
    await evaluate()
    expect(await raised()).toEqual([])
    await CAUSES[name]?.()
    await evaluate()
    expect(await raised()).toEqual([name])
    expect((await readReport(world.ctx, '1h')).alarms.find(({ state }) => state === 'alarm')).toMatchObject({
      name,
      since: expect.any(String),
      value: expect.any(Number),
    })
    expect(posted.filter(({ alarm }) => alarm === name)).toHaveLength(1)
  })
})

describe('an alarm', () => {
  it('is told by mail in both languages and by webhook, once; its end once', async () => {
    await aWaitingMessage()
    world.ctx.now.advance(6 * MINUTE)
    const since = world.ctx.now().toISOString()
    await evaluate()
    await evaluate()
    expect(mails().map(({ to }) => to)).toEqual(['ops@huntaze.com', 'night@huntaze.com'])
    expect(mails()[0]?.subject).toBe(
      'Alarme\u00a0: email le plus ancien en attente / Alarm: oldest e-mail waiting',
    )
    expect(mails()[0]?.text).toContain('Valeur\u00a0: 6\u00a0min (seuil\u00a0: 5\u00a0min)')
    expect(mails()[0]?.text).toContain('https://auth.huntaze.test/monitoring')
    expect(posted).toEqual([
      {
        event: 'raised',
        alarm: 'oldest_queued',
        value: 360,
        threshold: 300,
        since,
        dashboard: 'https://auth.huntaze.test/monitoring',
      },
    ])
    await world.pool.query(`update email_messages set status = 'dead', sealed = null`)
    for (let minute = 0; minute < 10; minute += 1) {
      world.ctx.now.advance(MINUTE)
      await evaluate()
    }
    expect(posted.map(({ event }) => event)).toEqual(['raised', 'ended'])
    expect(mails()).toHaveLength(4)
    expect(await raised()).toEqual([])
  })

  it('is told by the other way when one fails, and again when both do', async () => {
    await aWaitingMessage()
    world.ctx.now.advance(6 * MINUTE)
    const failure = () => new SendError('Down', false)
    world.ctx.mail.fail(failure(), failure())
    hookStatus = 500
    await evaluate()
    expect(mails()).toHaveLength(0)
    world.ctx.mail.fail(failure(), failure())
    hookStatus = 200
    await evaluate()
    await evaluate()
    expect(mails()).toHaveLength(0)
    expect(posted.map(({ event }) => event)).toEqual(['raised', 'raised'])
  })

  // ASVS 15.3.2
  it('does not follow a redirect', async () => {
    hookStatus = 307
    hookHeaders = { location: '/elsewhere' }
    await aWaitingMessage()
    world.ctx.now.advance(6 * MINUTE)
    await evaluate()
    expect(world.logged.filter((line) => line.includes('alarm_not_told'))).toHaveLength(1)
  })

  it('is no stranger’s message: a report about it changes nothing in the outbox', async () => {
    await aWaitingMessage()
    world.ctx.now.advance(6 * MINUTE)
    await evaluate()
    expect(mails()[0]?.outboxId).toBe(0)
  })

  it('of an instance that was asked to end is none', async () => {
    const stopping = new AbortController()
    const running = anotherMonitor().run(stopping.signal)
    stopping.abort()
    await running
    expect((await world.pool.query('select stopped_at from instances')).rows[0].stopped_at).not.toBeNull()
    await beats(world.monitor, 300)
    await evaluate()
    expect(await raised()).toEqual([])
  })

  it('is evaluated by one process a minute', async () => {
    await cleanUpAndNote(world.ctx)
    world.ctx.now.advance(DAY)
    const monitors = [1, 2, 3, 4].map(() => anotherMonitor(false))
    await Promise.all(monitors.map((monitor) => monitor.round()))
    expect(posted.map(({ alarm }) => alarm)).toEqual(['clean_up'])
  })
})
