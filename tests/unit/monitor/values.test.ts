import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SPANS } from '../../../lib/i18n/span'
import { bucketStart, durationQuantile } from '../../../lib/monitor/count/duration-buckets'
import { LATENCY_BOUNDS, latencyClass, latencyQuantile } from '../../../lib/monitor/count/latency-buckets'
import { RequestCounter } from '../../../lib/monitor/count/requests'
import type { Metric } from '../../../lib/monitor/metrics/metric'
import { prefersOpenMetrics, writeMetrics } from '../../../lib/monitor/metrics/text'
import { funnelWindowOf, windowOf } from '../../../lib/monitor/panel/span'
import { testClock } from '../../support/clock'

describe('a span', () => {
  const LENGTH = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 }

  it.each(SPANS)('of %s covers its hours, and ends with the point that runs', (span) => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (now) => {
          for (const { from, bucket, points } of [windowOf(span, now), funnelWindowOf(span, now)]) {
            expect(bucket * points).toBe(LENGTH[span] * 3600)
            const last = from.getTime() + (points - 1) * bucket * 1000
            expect(now.getTime()).toBeGreaterThanOrEqual(last)
            expect(now.getTime()).toBeLessThan(last + bucket * 1000)
          }
        },
      ),
    )
  })
})

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

describe('the request counter', () => {
  it('keeps a day of minutes while nobody takes them, and drops the oldest', () => {
    const now = testClock()
    const counter = new RequestCounter(now)
    const first = now().getTime()
    for (let minute = 0; minute < 1500; minute += 1) {
      counter.count(200, 1)
      now.advance(60_000)
    }
    counter.putBack(counter.take())
    const kept = counter.take()
    expect(kept.size).toBe(1440)
    expect(Math.min(...kept.keys())).toBe(first + 60 * 60_000)
    expect(counter.sinceStart.requests).toBe(1500)
  })

  it('counts 5xx as errors and nothing else', () => {
    const counter = new RequestCounter(testClock())
    for (const status of [200, 302, 404, 499, 500, 503]) counter.count(status, 1)
    expect(counter.sinceStart).toMatchObject({ requests: 6, errors: 2, latency: 6 })
  })
})

const METRICS: Metric[] = [
  {
    name: 'x_requests',
    help: 'Back\\slash\nand line.',
    type: 'counter',
    samples: [{ labels: { path: 'a"b\\c\nd' }, value: 3 }],
  },
  { name: 'x_level', help: 'A level.', type: 'gauge', samples: [{ value: 1.5 }] },
  { name: 'x_none', help: 'Nothing.', type: 'gauge', samples: [] },
  {
    name: 'x_seconds',
    help: 'Times.',
    type: 'histogram',
    bounds: [0.5, 1],
    distributions: [{ labels: { instance: 'i' }, counts: [1, 2, 3], sum: 12.5 }],
  },
]

describe('metrics', () => {
  it('are written to the letter', () => {
    expect(writeMetrics(METRICS, 'text')).toBe(
      [
        '# HELP x_requests_total Back\\\\slash\\nand line.',
        '# TYPE x_requests_total counter',
        'x_requests_total{path="a\\"b\\\\c\\nd"} 3',
        '# HELP x_level A level.',
        '# TYPE x_level gauge',
        'x_level 1.5',
        '# HELP x_seconds Times.',
        '# TYPE x_seconds histogram',
        'x_seconds_bucket{instance="i",le="0.5"} 1',
        'x_seconds_bucket{instance="i",le="1.0"} 3',
        'x_seconds_bucket{instance="i",le="+Inf"} 6',
        'x_seconds_sum{instance="i"} 12.5',
        'x_seconds_count{instance="i"} 6',
        '',
      ].join('\n'),
    )
  })

  it('as OpenMetrics name a counter without its ending, and end with EOF', () => {
    const text = writeMetrics(METRICS, 'openmetrics')
    expect(text).toContain('# TYPE x_requests counter\nx_requests_total{')
    expect(text.endsWith('\n# EOF\n')).toBe(true)
    expect(text.split('# EOF')).toHaveLength(2)
  })

  it.each([
    [null, false],
    ['*/*', false],
    ['text/plain', false],
    ['application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.1', true],
    ['text/plain, application/openmetrics-text', true],
    ['application/openmetrics-text;q=0', false],
  ])('for Accept %s are OpenMetrics: %s', (accept, expected) => {
    expect(prefersOpenMetrics(accept)).toBe(expected)
  })
})
