import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readRds } from '../../lib/monitor/gauge/cloudwatch'
import { type CloudWatchEndpoint, startCloudWatchEndpoint } from '../support/cloudwatch-endpoint'

const NOW = new Date('2026-03-01T12:00:00Z')

describe('CloudWatch', () => {
  let endpoint: CloudWatchEndpoint

  beforeEach(async () => {
    endpoint = await startCloudWatchEndpoint()
    for (const [name, value] of Object.entries(endpoint.environment)) vi.stubEnv(name, value)
  })

  afterEach(async () => {
    vi.unstubAllEnvs()
    await endpoint.close()
  })

  it('is asked once for the newest CPU and free storage of the instance', async () => {
    endpoint.answer({ CPUUtilization: [12.5, 90], FreeStorageSpace: [5_000_000] })
    expect(await readRds('huntaze-production', NOW)).toEqual({ cpu: 12.5, freeBytes: 5_000_000 })
    expect(endpoint.requests).toEqual([
      {
        target: 'GraniteServiceVersion20100801.GetMetricData',
        asked: ['CPUUtilization of huntaze-production', 'FreeStorageSpace of huntaze-production'],
      },
    ])
  })

  it('gives nothing where it knows nothing', async () => {
    expect(await readRds('huntaze-production', NOW)).toEqual({ cpu: null, freeBytes: null })
  })

  it('fails where it refuses', async () => {
    endpoint.answer('refuse')
    await expect(readRds('huntaze-production', NOW)).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})
