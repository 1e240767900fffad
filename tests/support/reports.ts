import type { Span } from '../../lib/i18n/span'
import type { AlarmReport, Figure, Report, Series } from '../../lib/monitor/panel/report'

/** The end of every report below. */
export const REPORT_AT = '2026-11-22T14:05:12.000Z'

const STEPS = { '1h': 60, '24h': 900, '7d': 3600, '30d': 14_400 } as const
const POINTS = { '1h': 60, '24h': 96, '7d': 168, '30d': 180 } as const

type Points = (number | null)[]

const seriesOf = (span: Span, pointAt: (index: number) => number | null): Series => {
  const end = Math.floor(new Date(REPORT_AT).getTime() / 60_000) * 60_000
  return {
    from: new Date(end - (POINTS[span] - 1) * STEPS[span] * 1000).toISOString(),
    stepSeconds: STEPS[span],
    values: Array.from({ length: POINTS[span] }, (_, index) => pointAt(index)),
  }
}

/** A wave with some noise that is the same in every run, between `low` and `high`. */
const wave = (low: number, high: number, phase: number) => (index: number) => {
  const noise = ((index * 7919 + phase * 104_729) % 97) / 97
  const level = 0.5 + 0.36 * Math.sin(index / 13 + phase) + 0.28 * (noise - 0.5)
  return low + (high - low) * Math.min(1, Math.max(0, level))
}

const whole = (pointAt: (index: number) => number) => (index: number) => Math.round(pointAt(index))

/** The unit of every figure: what a report of any contents has in common. */
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
  },
  application: {
    requestsPerMinute: 'per_minute',
    latency: 'ms',
    latencyP95: 'ms',
    errorRate: 'percent',
    uptime: 'percent',
    instances: 'count',
    cleanUpAge: 'seconds',
  },
  users: { total: 'count', verified: 'count', pending: 'count', active: 'count', disabled: 'count' },
} as const satisfies Record<string, Record<string, Figure['unit']>>

type PanelName = keyof typeof UNITS

function figuresOf<Name extends PanelName>(panel: Name, figures: Record<string, Partial<Figure>>) {
  const entries = Object.entries(UNITS[panel]).map(([name, unit]) => [
    name,
    { value: null, state: 'unknown', unit, ...figures[name] },
  ])
  return Object.fromEntries(entries) as Report[Name]['figures']
}

function trendsOf<Name extends PanelName>(
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

const fine = (value: number, more: Partial<Figure> = {}): Partial<Figure> => ({
  value,
  state: 'fine',
  ...more,
})

const started = (hours: number) => new Date(new Date(REPORT_AT).getTime() - hours * 3_600_000).toISOString()

/** An ordinary afternoon. */
export function aReport(span: Span = '24h'): Report {
  return {
    at: REPORT_AT,
    span,
    database: {
      figures: figuresOf('database', {
        connections: fine(23, { limit: 97, threshold: 78, source: 'postgresql' }),
        cpu: fine(18.4, { source: 'cloudwatch' }),
        storage: fine(4_812_345_678, { limit: 20_000_000_000, source: 'postgresql' }),
        queriesPerSecond: fine(412.7, { source: 'statements' }),
      }),
      trends: trendsOf('database', span, {
        connections: whole(wave(12, 31, 1)),
        cpu: wave(7, 34, 2),
        storage: (index) => 4_780_000_000 + index * 340_000,
        queriesPerSecond: wave(150, 640, 3),
      }),
    },
    email: {
      figures: figuresOf('email', {
        sent: fine(3214, { source: 'messages' }),
        delivered: fine(3162, { source: 'messages' }),
        bounced: fine(38, { source: 'messages' }),
        bounceRate: fine(1.18, { threshold: 5, source: 'messages' }),
        complaints: fine(1, { source: 'messages' }),
        complaintRate: fine(0.031, { threshold: 0.1, source: 'messages' }),
        queued: fine(4, { source: 'messages' }),
        oldestQueued: fine(2.4, { threshold: 300, source: 'messages' }),
      }),
      trends: trendsOf('email', span, {
        sent: whole(wave(6, 71, 4)),
        delivered: whole(wave(6, 70, 4)),
        bounced: (index) => (index % 3 === 0 ? index % 4 : 0),
        bounceRate: wave(0.4, 2.2, 5),
        complaints: (index) => (index === 41 ? 1 : 0),
        complaintRate: (index) => (index >= 41 ? 0.03 : 0),
        queued: (index) => (index % 11 === 0 ? index % 7 : 0),
        oldestQueued: (index) => (index % 11 === 0 ? (index % 5) + 0.8 : 0),
      }),
      ses: {
        ...{ sent: 3214, bounces: 38, complaints: 1, rejects: 0 },
        differences: { sent: 0, bounces: 0, complaints: 0, rejects: 0 },
      },
      canary: { state: 'fine', latencyMs: 1840, lastDeliveredAt: started(0.03) },
    },
    application: {
      figures: figuresOf('application', {
        requestsPerMinute: fine(842, { source: 'requests' }),
        latency: fine(14.2, { source: 'requests' }),
        latencyP95: fine(61, { source: 'requests' }),
        errorRate: fine(0.02, { threshold: 1, source: 'requests' }),
        uptime: fine(100, { source: 'heartbeats' }),
        instances: fine(2, { source: 'heartbeats' }),
        cleanUpAge: fine(512, { threshold: 7200, source: 'clean_up' }),
      }),
      trends: trendsOf('application', span, {
        requestsPerMinute: wave(220, 1240, 6),
        latency: wave(9, 24, 7),
        latencyP95: wave(38, 96, 8),
        errorRate: (index) => (index % 17 === 3 ? 0.14 : 0),
        uptime: () => 100,
        instances: (index) => (index < 40 ? 1 : 2),
        cleanUpAge: (index) => (index % 15) * 60,
      }),
      instances: [
        { id: 'ip-10-0-2-40', startedAt: started(14), lastBeatAt: started(0.011), version: '0.1.0' },
        { id: 'ip-10-0-1-17', startedAt: started(51), lastBeatAt: started(0.006), version: '0.1.0' },
      ],
    },
    users: {
      figures: figuresOf('users', {
        total: fine(48_213, { source: 'totals' }),
        verified: fine(45_872, { source: 'totals' }),
        pending: fine(2341, { source: 'totals' }),
        active: fine(6120, { source: 'last_seen' }),
        disabled: fine(17, { source: 'totals' }),
      }),
      trends: trendsOf('users', span, {
        total: (index) => 47_800 + index * 4,
        verified: (index) => 45_510 + index * 3,
        pending: whole(wave(2250, 2390, 9)),
        active: whole(wave(4700, 6400, 10)),
        disabled: (index) => (index < 60 ? 16 : 17),
      }),
    },
    funnel: {
      registered: 1204,
      sent: 1204,
      delivered: 1169,
      verified: 1017,
      medianSeconds: 74,
      p95Seconds: 4380,
      domains: [
        aDomain('gmail.com', 611, 608, 542, 58),
        aDomain('orange.fr', 204, 203, 171, 96),
        aDomain('hotmail.com', 148, 122, 98, 812),
        aDomain('free.fr', 97, 97, 84, 71),
        aDomain('yahoo.fr', 61, 60, 49, 88),
        { ...aDomain('other', 83, 79, 73, 0), medianSeconds: null, p95Seconds: null },
      ],
    },
    alarms: [
      anAlarm('connections', 'fine', 23.7, 80),
      anAlarm('bounce_rate', 'fine', 1.18, 5),
      anAlarm('complaint_rate', 'fine', 0.031, 0.1),
      anAlarm('error_rate', 'fine', 0.02, 1),
      anAlarm('oldest_queued', 'fine', 2.4, 300),
      anAlarm('clean_up', 'fine', 512, 7200),
    ],
    rateLimitScale: 1,
  }
}

const aDomain = (domain: string, sent: number, delivered: number, verified: number, seconds: number) => ({
  domain,
  registered: sent,
  sent,
  delivered,
  verified,
  medianSeconds: seconds,
  p95Seconds: seconds * 41,
})

const anAlarm = (
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

/** A bad night: three alarms, two figures that near theirs, and the limits opened for a big event. */
export function aTroubledReport(span: Span = '24h'): Report {
  const report = aReport(span)
  const { database, email, application } = report
  Object.assign(email.figures.bounced, { value: 214 })
  Object.assign(email.figures.bounceRate, { value: 6.66, state: 'alarm' })
  email.trends.bounceRate = seriesOf(span, (index) => 1 + Math.max(0, index - POINTS[span] / 2) * 0.12)
  email.trends.bounced = seriesOf(span, (index) => Math.round(Math.max(0, index - POINTS[span] / 2) / 5))
  Object.assign(email.figures.complaintRate, { value: 0.07, state: 'warning' })
  Object.assign(email.figures.queued, { value: 1312 })
  Object.assign(email.figures.oldestQueued, { value: 1391, state: 'alarm' })
  email.ses = {
    ...{ sent: 3198, bounces: 214, complaints: 2, rejects: 3 },
    differences: { sent: -16, bounces: 0, complaints: 1, rejects: 0 },
  }
  email.canary = { state: 'silent', latencyMs: null, lastDeliveredAt: started(0.9) }
  Object.assign(database.figures.connections, { value: 71, state: 'warning' })
  database.trends.connections = seriesOf(span, (index) => Math.round(20 + (index / POINTS[span]) * 52))
  Object.assign(application.figures.uptime, { value: 99.9973 })
  return {
    ...report,
    alarms: [
      anAlarm('connections', 'fine', 73.2, 80),
      anAlarm('bounce_rate', 'alarm', 6.66, 5),
      anAlarm('oldest_queued', 'alarm', 1391, 300),
      anAlarm('complaint_rate', 'fine', 0.07, 0.1),
      anAlarm('canary_silent', 'alarm', 5400, 900),
    ],
    rateLimitScale: 10,
  }
}

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
    alarms: [
      anAlarm('connections', 'unknown', null, 80),
      anAlarm('bounce_rate', 'unknown', null, 5),
      anAlarm('error_rate', 'unknown', null, 1),
    ],
  }
}

/** SES sends, and no topic tells us what becomes of a message. */
export function anUnreportedReport(span: Span = '24h'): Report {
  const report = aReport(span)
  const { figures, trends } = report.email
  for (const name of ['delivered', 'bounced', 'bounceRate', 'complaints', 'complaintRate'] as const) {
    Object.assign(figures[name], { value: null, why: 'reports_not_configured', state: 'unknown' })
    trends[name] = seriesOf(span, () => null)
  }
  const unreported = { bounces: null, complaints: null, rejects: null }
  report.email.ses = {
    ...{ sent: 3502, bounces: 38, complaints: 1, rejects: 0 },
    differences: { sent: 288, ...unreported },
  }
  report.funnel = {
    ...report.funnel,
    delivered: null,
    domains: report.funnel.domains.map((domain) => ({ ...domain, delivered: null })),
  }
  for (const alarm of report.alarms)
    if (alarm.name === 'bounce_rate' || alarm.name === 'complaint_rate')
      Object.assign(alarm, { state: 'unknown', value: null })
  return report
}

/** A million users, large counts everywhere, and a night without readings. */
export function aHugeReport(span: Span = '24h'): Report {
  const report = aReport(span)
  const missing = (index: number) => index > 20 && index < 34
  const gappy = ({ values, ...series }: Series): Series => ({
    ...series,
    values: values.map((value, index): Points[number] => (missing(index) && index !== 27 ? null : value)),
  })
  for (const panel of ['database', 'email', 'application', 'users'] as const) {
    const trends = report[panel].trends as Record<string, Series>
    for (const [name, series] of Object.entries(trends)) trends[name] = gappy(series)
  }
  Object.assign(report.users.figures.total, { value: 1_000_348 })
  Object.assign(report.users.figures.verified, { value: 968_121 })
  Object.assign(report.users.figures.pending, { value: 32_227 })
  Object.assign(report.users.figures.active, { value: 214_506 })
  report.users.trends.total = gappy(seriesOf(span, (index) => 999_600 + index * 8))
  Object.assign(report.email.figures.sent, { value: 5_012_344 })
  Object.assign(report.email.figures.delivered, { value: 4_981_207 })
  Object.assign(report.email.figures.bounced, { value: 29_110 })
  Object.assign(report.application.figures.requestsPerMinute, { value: 184_502 })
  Object.assign(report.database.figures.storage, { value: 812_345_678_901, limit: 2_000_000_000_000 })
  return report
}
