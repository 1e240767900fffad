import { describe, expect, it } from 'vitest'
import type { Metric } from '../../../../lib/monitor/metrics/metric'
import { formatFor, writeMetrics } from '../../../../lib/monitor/metrics/text'

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

  it('as OpenMetrics leave the type of a counter open, and end with EOF', () => {
    const text = writeMetrics(METRICS, 'openmetrics')
    expect(text).toContain('# HELP x_requests_total Back\\\\slash\\nand line.\nx_requests_total{')
    expect(text).not.toContain('x_requests ')
    expect(text).toContain('# TYPE x_seconds histogram\n')
    expect(text.endsWith('\n# EOF\n')).toBe(true)
    expect(text.split('# EOF')).toHaveLength(2)
  })

  /** As promtool's `check metrics` has it: every sample belongs to a family with a help text, in either format. */
  it.each(['text', 'openmetrics'] as const)('as %s help with each name', (format) => {
    const lines = writeMetrics(METRICS, format).split('\n')
    const helped = lines.flatMap((line) => /^# HELP (\S+) \S/.exec(line)?.[1] ?? [])
    const named = lines.flatMap((line) => /^(\w+)/.exec(line)?.[1] ?? [])
    const families = named.map((name) => name.replace(/_(bucket|sum|count)$/, ''))
    expect([...new Set(families)]).toEqual(helped)
    expect(helped).toEqual(['x_requests_total', 'x_level', 'x_seconds'])
  })

  it.each([
    [null, 'text'],
    ['*/*', 'text'],
    ['text/plain', 'text'],
    // Prometheus' own.
    [
      'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      'text',
    ],
    ['application/openmetrics-text; version=1.0.0', 'openmetrics'],
    ['Application/OpenMetrics-Text;version=1.0.0, text/plain;q=0', 'openmetrics'],
    ['application/openmetrics-text;q=0', 'text'],
  ])('for Accept %s are %s', (accept, expected) => {
    expect(formatFor(accept)).toBe(expected)
  })
})
