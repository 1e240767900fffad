import { plainFigure } from '@/lib/monitor/alarm/judge'
import type { Panel, Report, Series } from '@/lib/monitor/panel/report'

const AT = '2026-01-31T09:00:07.000Z'

/** The last points of a trend: an example of all of them would be long and say no more. */
const series = (...values: (number | null)[]): Series => ({
  from: '2026-01-31T08:30:00.000Z',
  stepSeconds: 900,
  values,
})

const database: Panel<'connections' | 'cpu' | 'storage' | 'queriesPerSecond'> = {
  figures: {
    connections: plainFigure(14, 'count', 'postgresql', { limit: 97, threshold: 78 }),
    cpu: plainFigure(null, 'percent', 'cloudwatch', { why: 'cloudwatch_not_configured' }),
    storage: plainFigure(48_211_648, 'bytes', 'postgresql', { limit: null }),
    queriesPerSecond: plainFigure(22.4, 'per_second', 'transactions'),
  },
  trends: {
    connections: series(12.5, 13, 14),
    cpu: series(null, null, null),
    storage: series(48_105_000, 48_150_500, 48_211_648),
    queriesPerSecond: series(18.2, 20.9, 22.4),
  },
}

const email: Report['email'] = {
  figures: {
    sent: plainFigure(412, 'count', 'messages'),
    delivered: plainFigure(399, 'count', 'messages'),
    bounced: plainFigure(13, 'count', 'messages'),
    bounceRate: plainFigure(2.67, 'percent', 'messages', { state: 'warning', threshold: 5 }),
    complaints: plainFigure(0, 'count', 'messages'),
    complaintRate: plainFigure(0, 'percent', 'messages', { threshold: 0.1 }),
    queued: plainFigure(1, 'count', 'messages'),
    oldestQueued: plainFigure(0.8, 'seconds', 'messages', { threshold: 300 }),
  },
  trends: {
    sent: series(4, 0, 5),
    delivered: series(4, 0, 4),
    bounced: series(0, 0, 1),
    bounceRate: series(0, null, 20),
    complaints: series(0, 0, 0),
    complaintRate: series(0, null, 0),
    queued: series(0.2, 0, 1),
    oldestQueued: series(0.4, 0, 0.8),
  },
  ses: {
    sent: 410,
    bounces: 11,
    complaints: 0,
    rejects: 0,
    differences: { sent: -2, bounces: 0, complaints: 0, rejects: 0 },
  },
  canary: { state: 'fine', latencyMs: 2140, lastDeliveredAt: '2026-01-31T08:56:12.000Z' },
}

const application: Report['application'] = {
  figures: {
    requestsPerMinute: plainFigure(31.5, 'per_minute', 'requests'),
    latency: plainFigure(6.1, 'ms', 'requests'),
    latencyP95: plainFigure(23.4, 'ms', 'requests'),
    errorRate: plainFigure(0.01, 'percent', 'requests', { threshold: 1 }),
    uptime: plainFigure(100, 'percent', 'heartbeats'),
    instances: plainFigure(1, 'count', 'heartbeats'),
    cleanUpAge: plainFigure(540, 'seconds', 'clean_up', { threshold: 7200 }),
  },
  trends: {
    requestsPerMinute: series(30, 33.2, 28),
    latency: series(6, 6.3, 5.9),
    latencyP95: series(22.8, 24, 21.5),
    errorRate: series(0, 0, 0.02),
    uptime: series(100, 100, 100),
    instances: series(1, 1, 1),
    cleanUpAge: series(420, 430, 540),
  },
  instances: [
    { id: '9f3c1a7be204', startedAt: '2026-01-29T06:12:00.000Z', lastBeatAt: AT, version: '0.1.0' },
  ],
}

const users: Report['users'] = {
  figures: {
    total: plainFigure(1291, 'count', 'totals'),
    verified: plainFigure(1204, 'count', 'totals'),
    pending: plainFigure(87, 'count', 'totals'),
    active: plainFigure(311, 'count', 'last_seen'),
    disabled: plainFigure(2, 'count', 'totals'),
  },
  trends: {
    total: series(1286, 1289, 1291),
    verified: series(1200, 1203, 1204),
    pending: series(86, 86, 87),
    active: series(305, 309, 311),
    disabled: series(2, 2, 2),
  },
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
  database,
  email,
  application,
  users,
  funnel: { ...funnel, domains: [{ domain: 'other', ...funnel }] },
  alarms: [
    { name: 'bounce_rate', state: 'fine', since: '2026-01-12T10:00:00.000Z', value: 2.67, threshold: 5 },
  ],
  rateLimitScale: 1,
}
