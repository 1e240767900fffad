import { figuresOf } from '@/lib/monitor/figure-names'
import type { PanelName } from '@/lib/monitor/figures'
import { figureOf, type Given } from '@/lib/monitor/panel/figure'
import type { Report, Series } from '@/lib/monitor/panel/report'
import { MEANINGS } from './meanings'

const AT = '2026-01-31T09:00:07.000Z'

/** The last points of a trend: an example of all of them would be long and say no more. */
const series = (values: (number | null)[]): Series => ({
  from: '2026-01-31T08:30:00.000Z',
  stepSeconds: 900,
  values,
})

/** Limits that the example's figures have. */
const GIVEN: Record<string, Given> = { connections: { limit: 97 }, storage: { limit: null } }

function panelOf<Name extends PanelName>(panel: Name): Pick<Report[Name], 'figures' | 'trends'> {
  const names = figuresOf(panel)
  const figures = names.map((name) => [name, figureOf(name, MEANINGS[name].now, GIVEN[name])])
  const trends = names.map((name) => [name, series(MEANINGS[name].trend)])
  return { figures: Object.fromEntries(figures), trends: Object.fromEntries(trends) }
}

const email: Omit<Report['email'], 'figures' | 'trends'> = {
  ses: {
    sent: 410,
    bounces: 11,
    complaints: 0,
    rejects: 0,
    differences: { sent: -2, bounces: 0, complaints: 0, rejects: 0 },
  },
  canary: { state: 'fine', latencyMs: 2140, lastDeliveredAt: '2026-01-31T08:56:12.000Z' },
}

const funnel = {
  registered: 40,
  sent: 40,
  delivered: 38,
  verified: 31,
  medianSeconds: 74.5,
  p95Seconds: 5210,
}

/** A report on a quiet morning, with trends cut short. */
export const EXAMPLE: Report = {
  at: AT,
  span: '24h',
  database: panelOf('database'),
  email: { ...panelOf('email'), ...email },
  application: {
    ...panelOf('application'),
    instances: [
      { id: '9f3c1a7be204', startedAt: '2026-01-29T06:12:00.000Z', lastBeatAt: AT, version: '0.1.0' },
    ],
  },
  users: panelOf('users'),
  funnel: { ...funnel, domains: [{ domain: 'other', ...funnel }] },
  proofs: {
    ways: [
      { way: 'link', verified: 20, medianSeconds: 98 },
      { way: 'code', verified: 4, medianSeconds: 61 },
      { way: 'browser', verified: 6, medianSeconds: 0 },
      { way: 'provider', verified: 1, medianSeconds: 0 },
    ],
    other: 0,
    refusals: [{ reason: 'old_nonce', count: 1 }],
  },
  alarms: [
    { name: 'bounce_rate', state: 'fine', since: '2026-01-12T10:00:00.000Z', value: 2.67, threshold: 5 },
  ],
  rateLimitScale: 1,
}
