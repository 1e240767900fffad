// Long: one table, read from top to bottom
import type { Unit } from '../i18n/quantity'

export type PanelName = 'database' | 'email' | 'application' | 'users'

/** A value from `warning` on is a warning, one from `alarm` on an alarm. */
export type Bounds = { warning: number; alarm: number }

/** The columns of the table of figures. */
export type FigureRule = {
  panel: PanelName
  unit: Unit
  /** Origins of values, the usual one first. */
  sources: readonly string[]
  /** Reasons for a missing value, the usual one first. */
  missing?: readonly string[]
  /** In the figure's unit; in per cent of the limit where the figure has one. */
  bounds?: Bounds
  /** The fewest cases, or bad cases, by which a rate is judged: one bounce of two messages is 50 %, and no alarm. */
  enough?: { of: number; bad: number }
  /** The time that the value covers: this moment unless given. */
  window?: 'hour' | 'day' | 'span'
  /** The instrument that reads the figure off once a minute (`gauge/sample.ts`): its trend is made of readings. */
  sampler?: 'database' | 'users' | 'queue' | 'deliveries' | 'process'
  /** The sampler reads an upper limit too. */
  hasLimit?: true
  /** A row below the tiles of specification 1.8. */
  isRow?: true
  /** The share that is shown with a count, and gives it its state. */
  rate?: string
  /** The name in `GET /api/metrics`, without the prefix. */
  metric?: string
}

const POSTGRESQL = {
  panel: 'database',
  sources: ['postgresql'],
  missing: ['not_sampled'],
  sampler: 'database',
} as const
const OUTBOX = { panel: 'email', sources: ['messages'] } as const
const QUEUE = { ...OUTBOX, sampler: 'queue', isRow: true } as const
const REPORTS = {
  ...OUTBOX,
  missing: ['no_messages', 'reports_not_configured', 'smtp_reports_nothing'],
} as const
const REQUESTS = {
  panel: 'application',
  sources: ['requests'],
  missing: ['no_requests'],
  window: 'span',
} as const
const HEARTBEATS = { panel: 'application', sources: ['heartbeats'] } as const
const DELIVERIES = {
  panel: 'application',
  sources: ['deliveries'],
  sampler: 'deliveries',
  isRow: true,
} as const
const BINDINGS = { panel: 'users', sources: ['bindings'], sampler: 'users', isRow: true } as const
const ACCOUNTS = { panel: 'users', unit: 'count', sources: ['totals'], sampler: 'users' } as const

/**
 * Every figure of the dashboard, in the order of its panel. Gauges, the API's schema and example, the page, thresholds
 * and metrics follow from it: a new figure is a row here, its reader (`panel/`, `gauge/`) and its texts.
 */
export const FIGURES = {
  connections: {
    ...POSTGRESQL,
    unit: 'count',
    hasLimit: true,
    // Connections come and go by the tenth of the limit, so that half of the alarm would warn too early.
    bounds: { warning: 60, alarm: 80 },
    metric: 'database_connections',
  },
  cpu: {
    ...POSTGRESQL,
    unit: 'percent',
    sources: ['cloudwatch', 'host'],
    missing: ['cloudwatch_not_configured', 'cloudwatch_silent', 'not_sampled'],
    metric: 'database_cpu_percent',
  },
  storage: { ...POSTGRESQL, unit: 'bytes', hasLimit: true, metric: 'database_bytes' },
  queriesPerSecond: {
    ...POSTGRESQL,
    unit: 'per_second',
    sources: ['transactions', 'statements'],
    metric: 'database_queries_per_second',
  },
  sent: { ...OUTBOX, unit: 'count', window: 'span' },
  delivered: { ...REPORTS, unit: 'count', window: 'span' },
  bounced: { ...REPORTS, unit: 'count', window: 'span', rate: 'bounceRate' },
  bounceRate: {
    ...REPORTS,
    unit: 'percent',
    window: 'day',
    isRow: true,
    bounds: { warning: 2.5, alarm: 5 },
    enough: { of: 50, bad: 5 },
  },
  complaints: { ...REPORTS, unit: 'count', window: 'span', rate: 'complaintRate' },
  complaintRate: {
    ...REPORTS,
    unit: 'percent',
    window: 'day',
    isRow: true,
    bounds: { warning: 0.05, alarm: 0.1 },
    enough: { of: 1000, bad: 3 },
  },
  queued: { ...QUEUE, unit: 'count', metric: 'messages_queued' },
  oldestQueued: {
    ...QUEUE,
    unit: 'seconds',
    bounds: { warning: 150, alarm: 300 },
    metric: 'messages_oldest_queued_seconds',
  },
  deadRate: {
    ...QUEUE,
    unit: 'percent',
    missing: ['no_messages'],
    window: 'hour',
    bounds: { warning: 5, alarm: 20 },
    enough: { of: 20, bad: 3 },
  },
  requestsPerMinute: { ...REQUESTS, unit: 'per_minute' },
  latency: { ...REQUESTS, unit: 'ms' },
  latencyP95: { ...REQUESTS, unit: 'ms', isRow: true },
  errorRate: {
    ...REQUESTS,
    unit: 'percent',
    bounds: { warning: 0.5, alarm: 1 },
    enough: { of: 100, bad: 5 },
  },
  uptime: { ...HEARTBEATS, unit: 'percent', window: 'span', missing: ['no_full_minute_yet'] },
  instances: { ...HEARTBEATS, unit: 'count', sampler: 'process', isRow: true },
  cleanUpAge: {
    panel: 'application',
    unit: 'seconds',
    sources: ['clean_up'],
    missing: ['never_ran'],
    sampler: 'process',
    isRow: true,
    bounds: { warning: 3600, alarm: 7200 },
    metric: 'clean_up_age_seconds',
  },
  eventsWaiting: { ...DELIVERIES, unit: 'count', metric: 'webhook_deliveries_waiting' },
  eventsOldest: {
    ...DELIVERIES,
    unit: 'seconds',
    bounds: { warning: 900, alarm: 3600 },
    metric: 'webhook_deliveries_oldest_seconds',
  },
  eventsDead: {
    ...DELIVERIES,
    unit: 'count',
    window: 'day',
    // A receiver had three days: each one is an event that it never heard of.
    bounds: { warning: 1, alarm: 1 },
    metric: 'webhook_deliveries_dead',
  },
  total: ACCOUNTS,
  verified: ACCOUNTS,
  pending: ACCOUNTS,
  active: {
    ...ACCOUNTS,
    sources: ['last_seen'],
    missing: ['not_sampled'],
    window: 'day',
    metric: 'users_active',
  },
  disabled: { ...ACCOUNTS, isRow: true },
  boundOperators: {
    ...BINDINGS,
    unit: 'percent',
    missing: ['no_sessions', 'not_sampled'],
    metric: 'operator_sessions_bound_percent',
  },
  refusedProofs: { ...BINDINGS, unit: 'count', missing: ['not_sampled'] },
} as const satisfies Record<string, FigureRule>
