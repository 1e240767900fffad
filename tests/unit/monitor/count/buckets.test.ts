import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketStart, durationQuantile } from '../../../../lib/monitor/count/duration-buckets'
import { LATENCY_BOUNDS, latencyClass, latencyQuantile } from '../../../../lib/monitor/count/latency-buckets'

describe('latencies', () => {
  it('fall into the class whose bound they do not exceed', () => {
    expect([0, 1, 1.01, 10_000, 10_001].map(latencyClass)).toEqual([0, 0, 1, 12, 13])
  })

  it('have a quantile inside the class where it lies', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1 }), (latencies) => {
        const counts = Array(LATENCY_BOUNDS.length + 1).fill(0)
        for (const latency of latencies) counts[latencyClass(latency)] += 1
        const exact =
          latencies.toSorted((one, other) => one - other)[Math.ceil(0.95 * latencies.length) - 1] ?? 0
        const found = latencyQuantile(counts, 0.95) ?? 0
        const bound = LATENCY_BOUNDS[latencyClass(exact)] ?? 0
        expect(found).toBeGreaterThan(LATENCY_BOUNDS[latencyClass(exact) - 1] ?? 0)
        expect(found).toBeLessThanOrEqual(bound + 1e-9)
      }),
    )
    expect(latencyQuantile([], 0.95)).toBeNull()
  })
})

describe('durations', () => {
  it('have quantiles off by less than a fifth', () => {
    const counts = new Map([
      [20, 50],
      [40, 50],
    ])
    expect((durationQuantile(counts, 0.25) ?? 0) / bucketStart(20)).toBeLessThan(1.2)
    expect((durationQuantile(counts, 0.95) ?? 0) / bucketStart(40)).toBeLessThan(1.2)
    expect(durationQuantile(counts, 0.95)).toBeGreaterThan(bucketStart(40))
    expect(durationQuantile(new Map(), 0.5)).toBeNull()
  })
})
