import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../lib/db/client'
import { SPANS } from '../../../lib/i18n/span'
import { MINUTE } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { requestCounter } from '../../../lib/monitor/count/requests'
import { STALE } from '../../../lib/monitor/panel/span'
import { call } from '../../support/api'
import { testDatabase } from '../../support/database'
import { faultsOfMetrics } from '../../support/promtool'
import { aVerifiedUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const METRICS_TOKEN = 'a metrics token of many bytes'

const world = sharedWorld({ env: { METRICS_TOKEN, CRON_SECRET: 'a cron secret of many bytes' } })
let operator: string
let member: string

beforeAll(async () => {
  operator = `auth-token=${(await aVerifiedUser(world, toEmailAddress('op@example.com'))).jwt}`
  await world.pool.query(`update users set role = 'operator'`)
  member = `auth-token=${(await aVerifiedUser(world, toEmailAddress('member@example.com'))).jwt}`
})
beforeEach(() => world.serve())

const get = (path: Parameters<typeof call>[1], headers: Record<string, string> = {}, query = '') =>
  call('GET', path, { headers, query })

describe('GET /api/monitoring', () => {
  // ASVS 13.4.5
  it('is for operators', async () => {
    expect((await get('/api/monitoring')).status).toBe(401)
    expect((await get('/api/monitoring', { cookie: member })).status).toBe(403)
    expect((await get('/api/monitoring', { authorization: `Bearer ${METRICS_TOKEN}` })).status).toBe(401)
    expect((await get('/api/monitoring', { cookie: operator })).status).toBe(200)
  })

  it('tells the report of the span that was asked for, and refuses others', async () => {
    for (const span of ['1h', '24h', '7d', '30d']) {
      const response = await get('/api/monitoring', { cookie: operator }, `?span=${span}`)
      expect(await response.json()).toMatchObject({ span, users: { figures: { total: { value: 2 } } } })
      expect(response.headers.get('cache-control')).toContain('no-store')
    }
    expect(await (await get('/api/monitoring', { cookie: operator })).json()).toMatchObject({ span: '24h' })
  })

  it('refuses another span, and says which there are', async () => {
    const refused = async (locale: string) => {
      const headers = { cookie: operator, 'accept-language': locale }
      const response = await get('/api/monitoring', headers, '?span=1y')
      expect(response.status).toBe(400)
      return await response.json()
    }
    const fault = { field: 'span', code: 'unknown_value', values: [...SPANS] }
    expect(await refused('fr')).toMatchObject({
      code: 'invalid_input',
      errors: [
        {
          ...fault,
          detail: 'Cette valeur n’est pas prévue. Valeurs possibles\u00a0: 1h, 24h, 7d, 30d.',
        },
      ],
    })
    expect(await refused('en')).toMatchObject({
      errors: [{ ...fault, detail: 'This value is not expected. Possible values: 1h, 24h, 7d, 30d.' }],
    })
  })
})

describe('GET /api/metrics', () => {
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

  // ASVS 13.4.5
  it('is for who brings the secret, and for operators', async () => {
    expect((await get('/api/metrics')).status).toBe(401)
    expect((await get('/api/metrics', bearer('wrong'))).status).toBe(401)
    expect((await get('/api/metrics', { ...bearer('wrong'), cookie: operator })).status).toBe(401)
    expect((await get('/api/metrics', { cookie: member })).status).toBe(403)
    expect((await get('/api/metrics', { cookie: operator })).status).toBe(200)
    expect((await get('/api/metrics', bearer(METRICS_TOKEN))).status).toBe(200)
    expect((await get('/api/metrics', { authorization: `bearer ${METRICS_TOKEN}` })).status).toBe(200)
  })

  // ASVS 13.2.3
  it('without a configured secret takes none', async () => {
    const open = { ...world.ctx.env, monitoring: { ...world.ctx.env.monitoring, metricsToken: undefined } }
    world.serve({ ctx: { ...world.ctx, env: open } })
    expect((await get('/api/metrics', bearer('undefined'))).status).toBe(401)
  })

  it('tells what happened, as OpenMetrics for who asks for it', async () => {
    for (let n = 0; n < 7; n += 1) world.counter.count(n === 0 ? 500 : 200, 3)
    await world.monitor.round()
    const text = await (await get('/api/metrics', bearer(METRICS_TOKEN))).text()
    const instance = world.monitor.instance.id
    for (const line of [
      `huntaze_requests_total{process="${instance}",instance="${instance}"} 7`,
      `huntaze_request_errors_total{process="${instance}",instance="${instance}"} 1`,
      `huntaze_request_duration_seconds_bucket{process="${instance}",instance="${instance}",le="0.0025"} 0`,
      `huntaze_request_duration_seconds_bucket{process="${instance}",instance="${instance}",le="0.005"} 7`,
      `huntaze_request_duration_seconds_count{process="${instance}",instance="${instance}"} 7`,
      'huntaze_messages_total{state="sent"} 4',
      'huntaze_users{state="verified"} 2',
      'huntaze_signups_total{stage="verified"} 2',
      'huntaze_signup_verification_seconds_count 2',
      'huntaze_alarm{alarm="bounce_rate"} 0',
    ])
      expect(text.split('\n')).toContain(line)
    expect(text).not.toContain('@')
    const accept = { accept: 'application/openmetrics-text;version=1.0.0' }
    const response = await get('/api/metrics', { ...bearer(METRICS_TOKEN), ...accept })
    expect(response.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    )
    const open = await response.text()
    expect(open).toContain('# HELP huntaze_requests_total ')
    expect(faultsOfMetrics(open)).toBe('')
    expect(faultsOfMetrics(text)).toBe('')
  })

  it('leaves out an alarm that nobody measured lately: what is not known is not 0', async () => {
    world.ctx.now.advance(STALE)
    const text = await (await get('/api/metrics', bearer(METRICS_TOKEN))).text()
    expect(text).toContain('huntaze_users{')
    expect(text).not.toContain('huntaze_alarm{')
  })
})

describe('GET /api/health/ready', () => {
  it('is 200 when database, migrations and worker are there', async () => {
    const response = await get('/api/health/ready')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      status: 'ready',
      parts: { database: 'ok', migrations: 'ok', worker: 'ok' },
    })
  })

  it('is 503 while the worker has not begun, or is silent', async () => {
    world.serve({ workerTurnAt: () => null })
    const starting = await get('/api/health/ready')
    expect(starting.status).toBe(503)
    expect(await starting.json()).toMatchObject({ status: 'not_ready', parts: { worker: 'starting' } })
    const then = world.ctx.now()
    world.serve({ workerTurnAt: () => then })
    world.ctx.now.advance(3 * MINUTE)
    expect(await (await get('/api/health/ready')).json()).toMatchObject({ parts: { worker: 'silent' } })
  })

  it('is 503 without tables', async () => {
    const empty = await testDatabase('empty')
    const { db, pool } = openDatabase(empty.url, world.ctx.log)
    world.serve({ ctx: { ...world.ctx, db } })
    const response = await get('/api/health/ready')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ parts: { database: 'ok', migrations: 'missing' } })
    await pool.end()
    await empty.drop()
  })

  // ASVS 13.4.5
  it('is 503 without a database, and tells nothing of it', async () => {
    const { db } = openDatabase('postgres://somebody:pa55word@127.0.0.1:1/huntaze', world.ctx.log)
    world.serve({ ctx: { ...world.ctx, db } })
    const response = await get('/api/health/ready')
    expect(response.status).toBe(503)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ parts: { database: 'unreachable', migrations: 'unknown' } })
    expect(text).not.toMatch(/pa55word|127\.0\.0\.1|somebody/)
  })
})

describe('behind a host with a server of its own', () => {
  it('requests of the API are counted by their handler, and not when our own server counts them', async () => {
    const counter = requestCounter()
    const counted = async (hasFront: boolean) => {
      counter.hasFront = hasFront
      const before = counter.sinceStart.requests
      await get('/api/health')
      return counter.sinceStart.requests - before
    }
    expect(await counted(true)).toBe(0)
    expect(await counted(false)).toBe(1)
  })

  it('the maintenance address does a round of the watching too', async () => {
    world.ctx.now.advance(MINUTE)
    world.counter.count(200, 1)
    await get('/api/maintenance', { authorization: 'Bearer a cron secret of many bytes' })
    const response = await get('/api/monitoring', { cookie: operator }, '?span=1h')
    const { application } = await response.json()
    expect(application.figures.cleanUpAge.value).toBe(0)
    expect(application.trends.requestsPerMinute.values.at(-1)).toBe(1)
  })
})
