import type { Span } from '../../../lib/i18n/span'
import { PROOF_WAYS } from '../../../lib/monitor/count/tallies'
import type { Figure, Report } from '../../../lib/monitor/panel/report'
import { aReport } from './ordinary'
import { anAlarm, figuresOf, fine, POINTS, trendsOf } from './parts'

/** A new installation whose database is elsewhere: little to see, and much that nobody can know. */
export function anEmptyReport(span: Span = '24h'): Report {
  const report = aReport(span)
  const nothing = (why: string): Partial<Figure> => ({ value: null, why, state: 'unknown' })
  return {
    ...report,
    database: {
      figures: figuresOf('database', {
        connections: fine(3, { limit: null, source: 'postgresql' }),
        cpu: nothing('cloudwatch_not_configured'),
        storage: fine(9_437_184, { limit: null, source: 'postgresql' }),
        queriesPerSecond: nothing('not_sampled'),
      }),
      trends: trendsOf('database', span, { connections: (index) => (index > POINTS[span] - 3 ? 3 : null) }),
    },
    email: {
      figures: figuresOf('email', {
        sent: fine(0),
        delivered: fine(0),
        bounced: fine(0),
        bounceRate: nothing('no_messages'),
        complaints: fine(0),
        complaintRate: nothing('no_messages'),
        queued: fine(0),
        oldestQueued: fine(0, { threshold: 300 }),
        deadRate: nothing('no_messages'),
      }),
      trends: trendsOf('email', span, { sent: () => 0, delivered: () => 0, bounced: () => 0 }),
      ses: { why: 'ses_not_used' },
      canary: { state: 'off', latencyMs: null, lastDeliveredAt: null },
    },
    application: {
      figures: figuresOf('application', {
        latency: nothing('no_requests'),
        latencyP95: nothing('no_requests'),
        errorRate: nothing('no_requests'),
        requestsPerMinute: fine(0),
        uptime: nothing('no_full_minute_yet'),
        cleanUpAge: nothing('a_reason_of_tomorrow'),
        eventsWaiting: fine(0),
        eventsOldest: fine(0, { threshold: 3600 }),
        eventsDead: fine(0, { threshold: 1 }),
      }),
      trends: trendsOf('application', span, {}),
      instances: [],
    },
    users: {
      figures: figuresOf('users', {
        total: fine(0),
        verified: fine(0),
        pending: fine(0),
        active: fine(0),
        disabled: fine(0),
      }),
      trends: trendsOf('users', span, { total: () => 0 }),
    },
    funnel: {
      registered: 0,
      sent: 0,
      delivered: 0,
      verified: 0,
      medianSeconds: null,
      p95Seconds: null,
      domains: [],
    },
    proofs: {
      ways: PROOF_WAYS.map((way) => ({ way, verified: 0, medianSeconds: null })),
      other: 0,
      refusals: [],
    },
    alarms: [
      anAlarm('connections', 'unknown', null, 80),
      anAlarm('bounce_rate', 'unknown', null, 5),
      anAlarm('error_rate', 'unknown', null, 1),
    ],
  }
}
