import { describe, expect, it } from 'vitest'
import type { Metric } from '../../../../lib/monitor/metrics/metric'
import { prefersOpenMetrics, writeMetrics } from '../../../../lib/monitor/metrics/text'

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
