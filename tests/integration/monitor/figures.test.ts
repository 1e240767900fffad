import { statfs } from 'node:fs/promises'
import os from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../lib/db/client'
import type { Span } from '../../../lib/i18n/span'
import { HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { measure } from '../../../lib/monitor/alarm/measure'
import { RequestCounter } from '../../../lib/monitor/count/requests'
import { sample } from '../../../lib/monitor/gauge/sample'
import { readMetrics } from '../../../lib/monitor/metrics/read'
import { writeMetrics } from '../../../lib/monitor/metrics/text'
import { createMonitor } from '../../../lib/monitor/monitor'
import { readReport } from '../../../lib/monitor/panel/read-report'
import type { Report } from '../../../lib/monitor/panel/report'
import { aRegisteredUser, type World } from '../../support/world'
import { aWorld } from '../../support/world-lifetime'

afterEach(() => void vi.restoreAllMocks())

const report = (world: World, span: Span = '1h') => readReport(world.ctx, span)
const figures = async (world: World) => (await report(world)).database.figures
const measured = async (world: World, wanted: string) =>
  (await measure(world.ctx)).find(({ name }) => name === wanted)

describe('connections', () => {
  const limitDatabase = async ({ pool }: World, limit: number) => {
    const { rows } = await pool.query('select current_database() as name')
    await pool.query(`alter database "${rows[0].name}" connection limit ${limit}`)
  }
  /** Takes so many connections at once, until the function it returns is called. */
  async function hold({ pool }: Pick<World, 'pool'>, count: number): Promise<() => void> {
    const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()))
    return () => {
      for (const client of clients) client.release()
    }
  }

  it('to a database with a limit of its own are counted to that limit', async () => {
    const world = await aWorld({ poolSize: 12 })
    await limitDatabase(world, 14)
    const release = await hold(world, 11)
    await sample(world.ctx)
    release()
    const { connections } = await figures(world)
    expect(connections).toMatchObject({ value: 12, limit: 14, threshold: 12, state: 'alarm' })
    expect((await report(world)).database.trends.connections.values.at(-1)).toBe(12)
    expect(await measured(world, 'connections')).toMatchObject({ value: 1200 / 14, health: 'alarm' })
  })

  it('of other databases do not fill this one’s limit, only the server’s', async () => {
    const [world, other] = [await aWorld({ poolSize: 2 }), await aWorld({ poolSize: 33 })]
    await limitDatabase(world, 30)
    const release = await hold(other, 33)
    await sample(world.ctx)
    release()
    const { rows } = await world.pool.query(
      `select sum(case name when 'max_connections' then setting::int else -setting::int end)::int as all from pg_settings
       where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')`,
    )
    const { connections } = await figures(world)
    expect(connections).toMatchObject({ limit: rows[0].all, state: 'fine' })
    expect(connections.value).toBeGreaterThan(33)
  })

  it('of a role with a limit of its own are counted to that limit', async () => {
    const world = await aWorld()
    const role = `limited_${process.pid}`
    await world.pool.query(`create role ${role} login password 'limited' connection limit 5`)
    await world.pool.query(`grant select, insert, update on all tables in schema public to ${role}`)
    const url = new URL(world.ctx.env.databaseUrl)
    Object.assign(url, { username: role, password: 'limited' })
    const { db, pool } = openDatabase(url.href, world.ctx.log, 4)
    const release = await hold({ pool }, 3)
    await sample({ ...world.ctx, db })
    release()
    await pool.end()
    await world.pool.query(`drop owned by ${role}`)
    await world.pool.query(`drop role ${role}`)
    const { connections } = await figures(world)
    expect(connections).toMatchObject({ value: 4, limit: 5, threshold: 4, state: 'alarm' })
  })
})

describe('queries per second', () => {
  const QUERIES = 600

  /** Seconds between the last two samples, by the server's clock. */
  async function elapsed({ pool }: World): Promise<number> {
    const { rows } = await pool.query(
      `select max(total / samples) - min(total / samples) as seconds from gauges where name = '_countedAt' and step = 60`,
    )
    return rows[0].seconds
  }

  it('are the transactions that finished between two samples', async () => {
    const world = await aWorld()
    await sample(world.ctx)
    const client = await world.pool.connect()
    for (let query = 0; query < QUERIES; query += 1) await client.query('select 1')
    // A connection publishes its counts when it is asked to.
    await client.query('select pg_stat_force_next_flush()')
    client.release()
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    const { queriesPerSecond } = await figures(world)
    expect(queriesPerSecond.source).toBe('transactions')
    const finished = (queriesPerSecond.value ?? 0) * (await elapsed(world))
    expect(finished).toBeGreaterThanOrEqual(QUERIES)
    expect(finished).toBeLessThan(QUERIES + 100)
  })

  // The embedded server comes without the extension's library, so a view of its name and columns stands in.
  it('are statements where pg_stat_statements counts them, those of this database', async () => {
    const world = await aWorld()
    await world.pool.query(`create table counted (dbid oid, calls bigint)`)
    await world.pool.query(`create view pg_stat_statements as select * from counted`)
    await world.pool.query(
      `insert into counted select oid, case when datname = current_database() then 50 else 9000 end from pg_database`,
    )
    await sample(world.ctx)
    expect((await figures(world)).queriesPerSecond).toMatchObject({ value: null, source: 'statements' })
    await world.pool.query(`update counted set calls = calls + ${QUERIES}`)
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    const { queriesPerSecond } = await figures(world)
    expect(queriesPerSecond.source).toBe('statements')
    expect((queriesPerSecond.value ?? 0) * (await elapsed(world))).toBeCloseTo(QUERIES, 3)
    // A server that started anew counts from 0: no rate is better than a negative one.
    await world.pool.query(`update counted set calls = 3`)
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    const { trends } = (await report(world)).database
    expect(trends.queriesPerSecond.values.slice(-3)).toEqual([null, queriesPerSecond.value, null])
  })

  it('are transactions where pg_stat_statements is there and cannot be read', async () => {
    const world = await aWorld()
    await world.pool.query(
      `create view pg_stat_statements as select oid as dbid, (1 / (random() * 0)::int)::bigint as calls from pg_database`,
    )
    await sample(world.ctx)
    world.ctx.now.advance(MINUTE)
    await sample(world.ctx)
    const { queriesPerSecond } = await figures(world)
    expect(queriesPerSecond.source).toBe('transactions')
    expect(queriesPerSecond.value).toBeGreaterThan(0)
  })
})

describe('the database’s own host', () => {
  it('is as busy as its processors were since the last minute, not since the last time this process asked', async () => {
    const world = await aWorld()
    /** Busy and idle times of its one processor, reading by reading. */
    const looks = [
      [100, 900],
      [150, 950],
      // A minute later, of which it was busy a tenth.
      [160, 1040],
      // An hour later, of which it was busy half; then, for a moment, three quarters.
      [1160, 2040],
      [1190, 2050],
    ]
    vi.spyOn(os, 'cpus').mockImplementation(() => {
      const [user = 0, idle = 0] = looks.shift() ?? []
      return [{ model: '', speed: 0, times: { user, idle, nice: 0, sys: 0, irq: 0 } }]
    })
    const busyAfter = async (time: number) => {
      world.ctx.now.advance(time)
      await sample(world.ctx)
      return (await figures(world)).cpu.value
    }
    expect(await busyAfter(HOUR)).toBe(50)
    expect(await busyAfter(MINUTE)).toBe(10)
    expect(await busyAfter(HOUR)).toBe(75)
  })

  it('limits storage to what the database has and what its disk has free', async () => {
    const world = await aWorld()
    await sample(world.ctx)
    const { rows } = await world.pool.query(`select current_setting('data_directory') as folder`)
    const { bavail, bsize } = await statfs(rows[0].folder)
    const { storage } = await figures(world)
    const free = (storage.limit ?? 0) - (storage.value ?? 0)
    expect(free / (bavail * bsize)).toBeGreaterThan(0.9)
    expect(free / (bavail * bsize)).toBeLessThan(1.1)
  })
})

describe('requests per minute', () => {
  it('are taken over the time since the first heartbeat, as uptime is, whatever the span', async () => {
    const world = await aWorld()
    world.ctx.now.advance(7 * MINUTE)
    for (let minute = 0; minute < 20; minute += 1) {
      for (let request = 0; request < 60; request += 1) world.counter.count(200, 1)
      await createMonitor(world.ctx, { counter: world.counter, longLived: true, version: 'test' }).round()
      world.ctx.now.advance(MINUTE)
    }
    for (const span of ['1h', '24h', '7d', '30d'] as const) {
      const { figures, trends } = (await report(world, span)).application
      const { requestsPerMinute, uptime } = figures
      expect([span, requestsPerMinute.value, uptime.value]).toEqual([span, 60, 100])
      const points = trends.requestsPerMinute.values.filter((value) => value)
      expect([span, new Set(points)]).toEqual([span, new Set([60])])
    }
    // Ten minutes without any halve what twenty had; half a minute that runs counts as half.
    world.ctx.now.advance(19.5 * MINUTE)
    const { requestsPerMinute } = (await report(world)).application.figures
    expect(requestsPerMinute.value).toBeCloseTo(1200 / 39.5)
  })
})

describe('uptime', () => {
  it('leaves out the minute that runs, with its heartbeat', async () => {
    const world = await aWorld()
    for (const minutes of [1, 1, 2]) {
      await world.monitor.round()
      world.ctx.now.advance(minutes * MINUTE)
    }
    await world.monitor.round()
    for (const span of ['1h', '24h'] as const)
      expect((await report(world, span)).application.figures.uptime.value).toBe(75)
  })
})

describe('what alarms look back on', () => {
  it('is a quarter of an hour for errors', async () => {
    const world = await aWorld()
    for (let request = 0; request < 10; request += 1) world.counter.count(500, 1)
    await world.monitor.round()
    world.ctx.now.advance(14 * MINUTE)
    expect(await measured(world, 'error_rate')).toMatchObject({ value: 100, health: 'alarm' })
    world.ctx.now.advance(2 * MINUTE)
    expect(await measured(world, 'error_rate')).toMatchObject({ value: null, health: 'fine' })
  })

  it('is an hour for an instance that was lost', async () => {
    const world = await aWorld()
    await world.monitor.round()
    const survivor = createMonitor(world.ctx, {
      counter: new RequestCounter(world.ctx.now),
      longLived: false,
      version: 'test',
    })
    for (let beat = 0; beat < 12; beat += 1) {
      world.ctx.now.advance(10 * SECOND)
      await survivor.round()
    }
    world.ctx.now.advance(57 * MINUTE)
    expect(await measured(world, 'instance_lost')).toMatchObject({ value: 1, health: 'alarm' })
    world.ctx.now.advance(2 * MINUTE)
    expect(await measured(world, 'instance_lost')).toMatchObject({ value: 0, health: 'fine' })
  })
})

describe('what becomes of a message', () => {
  const TOPICS = 'arn:aws:sns:eu-west-3:123456789012:ses'
  const TRANSPORTS = {
    'the local mailbox': [true, { EMAIL_TRANSPORT: 'mailbox' }],
    'SES with a topic': [true, { EMAIL_TRANSPORT: 'ses', AWS_REGION: 'eu-west-3', SNS_TOPIC_ARNS: TOPICS }],
    'SES without a topic': [false, { EMAIL_TRANSPORT: 'ses', AWS_REGION: 'eu-west-3' }],
    SMTP: [false, { EMAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtp://localhost:25' }],
  } as const satisfies Record<string, [boolean, Record<string, string>]>
  const REPORTED = ['delivered', 'bounced', 'bounceRate', 'complaints', 'complaintRate'] as const

  const aSignUpThrough = async (env: Record<string, string>) => {
    const world = await aWorld({ env })
    await aRegisteredUser(world)
    await world.monitor.round()
    return world
  }
  const texts = async ({ ctx }: World) => writeMetrics(await readMetrics(ctx), 'text').split('\n')
  const values = ({ email }: Report) =>
    REPORTED.map((name) => [email.figures[name].value, email.trends[name].values.at(-1)])

  for (const [name, [isReported, env]] of Object.entries(TRANSPORTS))
    if (isReported)
      it(`through ${name} is 0 while nothing was reported`, async () => {
        const world = await aSignUpThrough(env)
        const shown = await report(world)
        expect(values(shown)).toEqual([
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
          [null, null],
        ])
        expect(shown.funnel).toMatchObject({
          registered: 1,
          sent: 1,
          delivered: 0,
          domains: [{ delivered: 0 }],
        })
        expect(shown.email.figures.complaintRate.why).toBe('no_messages')
        expect(await measured(world, 'bounce_rate')).toMatchObject({ value: 0, health: 'fine' })
        expect(await measured(world, 'complaint_rate')).toMatchObject({ value: null, health: 'fine' })
        const lines = await texts(world)
        expect(lines).toContain('huntaze_messages_total{state="delivered"} 0')
        expect(lines).toContain('huntaze_signups_total{stage="delivered"} 0')
      })
    else
      it(`through ${name} is not known, and no figure is invented`, async () => {
        const world = await aSignUpThrough(env)
        const shown = await report(world)
        const why = name === 'SMTP' ? 'smtp_reports_nothing' : 'reports_not_configured'
        for (const figure of REPORTED)
          expect(shown.email.figures[figure]).toMatchObject({ value: null, why, state: 'unknown' })
        expect(values(shown)).toEqual(REPORTED.map(() => [null, null]))
        expect(shown.email.figures.sent.value).toBe(1)
        expect(shown.funnel).toMatchObject({
          ...{ registered: 1, sent: 1, delivered: null, verified: 0 },
          domains: [{ sent: 1, delivered: null }],
        })
        for (const alarm of ['bounce_rate', 'complaint_rate'])
          expect(await measured(world, alarm)).toMatchObject({ value: null, health: 'unknown' })
        const lines = await texts(world)
        expect(lines).toContain('huntaze_messages_total{state="sent"} 1')
        expect(lines).toContain('huntaze_signups_total{stage="mailed"} 1')
        expect(lines.filter((line) => /delivered|bounced|complaint"}/.test(line))).toEqual([])
      })
})
