import type { Span } from '../../../lib/i18n/span'
import type { AlarmReport, Figure, Report, Series } from '../../../lib/monitor/panel/report'

/** The end of every report below. */
export const REPORT_AT = '2026-11-22T14:05:12.000Z'

const STEPS = { '1h': 60, '24h': 900, '7d': 3600, '30d': 14_400 } as const
export const POINTS = { '1h': 60, '24h': 96, '7d': 168, '30d': 180 } as const

export type Points = (number | null)[]

export const seriesOf = (span: Span, pointAt: (index: number) => number | null): Series => {
  const end = Math.floor(new Date(REPORT_AT).getTime() / 60_000) * 60_000
  return {
    from: new Date(end - (POINTS[span] - 1) * STEPS[span] * 1000).toISOString(),
    stepSeconds: STEPS[span],
    values: Array.from({ length: POINTS[span] }, (_, index) => pointAt(index)),
  }
}

/** A wave with some noise that is the same in every run, between `low` and `high`. */
export const wave = (low: number, high: number, phase: number) => (index: number) => {
  const noise = ((index * 7919 + phase * 104_729) % 97) / 97
  const level = 0.5 + 0.36 * Math.sin(index / 13 + phase) + 0.28 * (noise - 0.5)
  return low + (high - low) * Math.min(1, Math.max(0, level))
}

export const whole = (pointAt: (index: number) => number) => (index: number) => Math.round(pointAt(index))

/** The unit of every figure, the same in reports of any contents. */
const UNITS = {
  database: { connections: 'count', cpu: 'percent', storage: 'bytes', queriesPerSecond: 'per_second' },
  email: {
    sent: 'count',
    delivered: 'count',
    bounced: 'count',
    bounceRate: 'percent',
    complaints: 'count',
    complaintRate: 'percent',
    queued: 'count',
    oldestQueued: 'seconds',
    deadRate: 'percent',
  },
  application: {
    requestsPerMinute: 'per_minute',
    latency: 'ms',
    latencyP95: 'ms',
    errorRate: 'percent',
    uptime: 'percent',
    instances: 'count',
    cleanUpAge: 'seconds',
    eventsWaiting: 'count',
    eventsOldest: 'seconds',
    eventsDead: 'count',
  },
  users: {
    total: 'count',
    verified: 'count',
    pending: 'count',
    active: 'count',
    disabled: 'count',
    boundOperators: 'percent',
    refusedProofs: 'count',
  },
} as const satisfies Record<string, Record<string, Figure['unit']>>

type PanelName = keyof typeof UNITS

export function figuresOf<Name extends PanelName>(panel: Name, figures: Record<string, Partial<Figure>>) {
  const entries = Object.entries(UNITS[panel]).map(([name, unit]) => [
    name,
    { value: null, state: 'unknown', unit, ...figures[name] },
  ])
  return Object.fromEntries(entries) as Report[Name]['figures']
}

export function trendsOf<Name extends PanelName>(
  panel: Name,
  span: Span,
  trends: Record<string, (index: number) => number | null>,
) {
  const entries = Object.keys(UNITS[panel]).map((name) => [
    name,
    seriesOf(span, trends[name] ?? (() => null)),
  ])
  return Object.fromEntries(entries) as Report[Name]['trends']
}

export const fine = (value: number, more: Partial<Figure> = {}): Partial<Figure> => ({
  value,
  state: 'fine',
  ...more,
})

export const started = (hours: number) =>
  new Date(new Date(REPORT_AT).getTime() - hours * 3_600_000).toISOString()

export const aDomain = (
  domain: string,
  sent: number,
  delivered: number,
  verified: number,
  seconds: number,
) => ({
  domain,
  registered: sent,
  sent,
  delivered,
  verified,
  medianSeconds: seconds,
  p95Seconds: seconds * 41,
})

export const anAlarm = (
  name: string,
  state: AlarmReport['state'],
  value: number | null,
  threshold: number,
): AlarmReport => ({
  name,
  state,
  since: state === 'alarm' ? started(0.7) : null,
  value,
  threshold,
})
