import type { Context } from '../context'
import type { Figure, Report, Series, Span } from './report'

const SECONDS = { '1h': 60, '24h': 900, '7d': 3600, '30d': 14_400 } as const
const POINTS = { '1h': 60, '24h': 96, '7d': 168, '30d': 180 } as const

/** Nothing is measured yet: every figure is unknown. */
export async function readReport({ now, env }: Pick<Context, 'now' | 'env'>, span: Span): Promise<Report> {
  const none = (unit: Figure['unit']): Figure => ({ value: null, why: 'not_sampled', unit, state: 'unknown' })
  const trend: Series = {
    from: new Date(now().getTime() - SECONDS[span] * POINTS[span] * 1000).toISOString(),
    stepSeconds: SECONDS[span],
    values: Array.from({ length: POINTS[span] }, () => null),
  }
  const panel = <Name extends string>(units: Record<Name, Figure['unit']>) => ({
    figures: Object.fromEntries(
      Object.entries(units).map(([name, unit]) => [name, none(unit as Figure['unit'])]),
    ) as Record<Name, Figure>,
    trends: Object.fromEntries(Object.keys(units).map((name) => [name, trend])) as Record<Name, Series>,
  })
  return {
    at: now().toISOString(),
    span,
    database: panel({
      connections: 'count',
      cpu: 'percent',
      storage: 'bytes',
      queriesPerSecond: 'per_second',
    }),
    email: {
      ...panel({
        sent: 'count',
        delivered: 'count',
        bounced: 'count',
        bounceRate: 'percent',
        complaints: 'count',
        complaintRate: 'percent',
        queued: 'count',
        oldestQueued: 'seconds',
      }),
      ses: null,
      canary: null,
    },
    application: {
      ...panel({
        requestsPerMinute: 'per_minute',
        latency: 'ms',
        latencyP95: 'ms',
        errorRate: 'percent',
        uptime: 'percent',
        instances: 'count',
        cleanUpAge: 'seconds',
      }),
      instances: [],
    },
    users: panel({ total: 'count', verified: 'count', pending: 'count', active: 'count', disabled: 'count' }),
    funnel: {
      registered: 0,
      sent: 0,
      delivered: 0,
      verified: 0,
      medianSeconds: null,
      p95Seconds: null,
      domains: [],
    },
    alarms: [],
    rateLimitScale: env.rateLimitScale,
  }
}
