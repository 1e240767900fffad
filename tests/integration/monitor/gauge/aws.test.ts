import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { recordMailEvent } from '../../../../lib/email/report/record'
import { MINUTE } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { sample } from '../../../../lib/monitor/gauge/sample'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { type CloudWatchEndpoint, startCloudWatchEndpoint } from '../../../support/cloudwatch-endpoint'
import {
  type SesAccountEndpoint,
  startSesAccountEndpoint,
  statistics,
} from '../../../support/ses-account-endpoint'
import { aRegisteredUser } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

let cloudwatch: CloudWatchEndpoint
let ses: SesAccountEndpoint

beforeAll(async () => {
  cloudwatch = await startCloudWatchEndpoint()
  ses = await startSesAccountEndpoint()
  for (const [name, value] of Object.entries({ ...cloudwatch.environment, ...ses.environment }))
    vi.stubEnv(name, value)
})
afterAll(async () => {
  await cloudwatch.close()
  await ses.close()
  vi.unstubAllEnvs()
})
const world = sharedWorld({
  env: {
    EMAIL_TRANSPORT: 'ses',
    AWS_REGION: 'eu-west-3',
    SNS_TOPIC_ARNS: 'arn:aws:sns:eu-west-3:123456789012:ses',
    RDS_INSTANCE_ID: 'huntaze-production',
  },
})

const report = () => readReport(world.ctx, '1h')

it('CPU and the limit of storage come from CloudWatch where an RDS instance is named', async () => {
  cloudwatch.answer({ CPUUtilization: [42], FreeStorageSpace: [1_000_000] })
  await sample(world.ctx)
  const { cpu, storage } = (await report()).database.figures
  expect(cpu).toMatchObject({ value: 42, source: 'cloudwatch' })
  expect((storage.limit ?? 0) - (storage.value ?? 0)).toBe(1_000_000)
})

it('CPU is not known when CloudWatch refuses, and nothing of its answer is logged', async () => {
  cloudwatch.answer('refuse')
  world.ctx.now.advance(6 * MINUTE)
  await sample(world.ctx)
  const { cpu, connections } = (await report()).database.figures
  expect(cpu).toMatchObject({ value: null, why: 'cloudwatch_silent', state: 'unknown' })
  expect(connections.value).toBeGreaterThan(0)
  world.ctx.now.advance(MINUTE)
  await sample(world.ctx)
  expect(world.logged.filter((line) => line.includes('database_machine_unknown'))).toHaveLength(1)
  expect(world.logged.join('\n')).not.toContain('123456789012')
})

const asked = () => ses.requests.filter(({ action }) => action === 'GetSendStatistics').length
const warned = () => world.logged.filter((line) => line.includes('ses_statistics_unknown')).length

describe('SES’s count of the last 24 hours', () => {
  beforeAll(async () => {
    await aRegisteredUser(world, toEmailAddress('nobody@example.com'))
    await aRegisteredUser(world, toEmailAddress('virus@example.com'))
    await aRegisteredUser(world, toEmailAddress('angry@example.com'))
    const { rows } = await world.pool.query('select id::int from email_messages order by id')
    const fates = [{ type: 'bounce', bounce: 'hard' }, { type: 'reject' }, { type: 'complaint' }] as const
    for (const [place, fate] of fates.entries())
      await recordMailEvent(world.ctx, {
        ...fate,
        messageId: rows[place].id,
        occurredAt: world.ctx.now(),
        sourceId: `report-${place}`,
      })
    const points = [
      { at: '2026-02-28T11:00:00Z', sent: 100 },
      { at: '2026-03-01T11:30:00Z', sent: 3, bounces: 1 },
      { at: '2026-03-01T11:45:00Z', sent: 4, bounces: 1, complaints: 1, rejects: 3 },
    ]
    ses.answer('GetSendStatistics', statistics(points))
    world.ctx.now.advance(15 * MINUTE)
    await sample(world.ctx)
  })

  it('stands beside what we counted at that moment, with every difference', async () => {
    const expected = {
      ...{ sent: 7, bounces: 2, complaints: 1, rejects: 3 },
      differences: { sent: 4, bounces: 1, complaints: 0, rejects: 2 },
    }
    expect((await report()).email.ses).toEqual(expected)
    // Messages that leave between two askings make no difference.
    await aRegisteredUser(world, toEmailAddress('later@example.com'))
    expect((await report()).email.ses).toEqual(expected)
  })

  it('is asked every 15 minutes, and no more often when SES refuses', async () => {
    const before = asked()
    world.ctx.now.advance(10 * MINUTE)
    await sample(world.ctx)
    expect(asked()).toBe(before)
    ses.answer('GetSendStatistics', { code: 'AccessDenied' })
    const warnings = warned()
    for (let minute = 0; minute < 20; minute += 1) {
      world.ctx.now.advance(MINUTE)
      await sample(world.ctx)
    }
    expect([asked() - before, warned() - warnings]).toEqual([2, 2])
    // Its last answer stands beside our counts of that moment, not beside later ones.
    expect((await report()).email.ses).toMatchObject({ sent: 7, differences: { sent: 4 } })
  })

  it('is not known when SES has not answered for long, which is not the same as SES not sending', async () => {
    world.ctx.now.advance(10 * MINUTE)
    expect((await report()).email.ses).toEqual({ why: 'ses_silent' })
    const email = { ...world.ctx.env.email, transport: 'smtp' as const }
    const ctx = { ...world.ctx, env: { ...world.ctx.env, email } }
    expect((await readReport(ctx, '1h')).email.ses).toEqual({ why: 'ses_not_used' })
  })

  it('has no difference where nobody reports to us', async () => {
    ses.answer('GetSendStatistics', statistics([{ at: '2026-03-01T12:20:00Z', sent: 9, bounces: 3 }]))
    const email = { ...world.ctx.env.email, topicArns: [] }
    const ctx = { ...world.ctx, env: { ...world.ctx.env, email } }
    world.ctx.now.advance(30 * MINUTE)
    await sample(ctx)
    expect((await readReport(ctx, '1h')).email.ses).toMatchObject({
      differences: { sent: 5, bounces: null, complaints: null, rejects: null },
    })
  })
})
