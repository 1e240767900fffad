import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { MINUTE } from '../../lib/clock'
import { readReport } from '../../lib/monitoring/read-report'
import { sample } from '../../lib/monitoring/sample'
import { type CloudWatchEndpoint, startCloudWatchEndpoint } from '../support/cloudwatch-endpoint'
import { type SesAccountEndpoint, startSesAccountEndpoint, statistics } from '../support/ses-account-endpoint'
import { aRegisteredUser, createWorld, type World } from '../support/world'

let world: World
let cloudwatch: CloudWatchEndpoint
let ses: SesAccountEndpoint

beforeAll(async () => {
  cloudwatch = await startCloudWatchEndpoint()
  ses = await startSesAccountEndpoint()
  for (const [name, value] of Object.entries({ ...cloudwatch.environment, ...ses.environment }))
    vi.stubEnv(name, value)
  const env = { EMAIL_TRANSPORT: 'ses', AWS_REGION: 'eu-west-3', RDS_INSTANCE_ID: 'huntaze-production' }
  world = await createWorld({ env })
})
afterAll(async () => {
  await world.close()
  await cloudwatch.close()
  await ses.close()
  vi.unstubAllEnvs()
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
  expect(world.logged.join('\n')).toContain('database_machine_unknown')
  expect(world.logged.join('\n')).not.toContain('123456789012')
})

it('what SES counted in the last 24 hours stands beside what we did, asked every 15 minutes', async () => {
  await aRegisteredUser(world)
  const asked = () => ses.requests.filter(({ action }) => action === 'GetSendStatistics').length
  const before = asked()
  const points = [
    { at: '2026-02-28T11:00:00Z', sent: 100 },
    { at: '2026-03-01T11:30:00Z', sent: 3, bounces: 1 },
    { at: '2026-03-01T11:45:00Z', sent: 4, bounces: 1, complaints: 1, rejects: 2 },
  ]
  ses.answer('GetSendStatistics', statistics(points))
  world.ctx.now.advance(15 * MINUTE)
  await sample(world.ctx)
  expect((await report()).email.ses).toEqual({
    sent: 7,
    bounces: 2,
    complaints: 1,
    rejects: 2,
    difference: 6,
  })
  world.ctx.now.advance(10 * MINUTE)
  await sample(world.ctx)
  expect(asked()).toBe(before + 1)
  ses.answer('GetSendStatistics', { code: 'AccessDenied' })
  world.ctx.now.advance(30 * MINUTE)
  await sample(world.ctx)
  expect((await report()).email.ses).toBeNull()
})
