import type { Unit } from '../../i18n/quantity'
import type { Span } from '../../i18n/span'

/** `unknown`: there is no value to judge. */
export type Health = 'fine' | 'warning' | 'alarm' | 'unknown'

/** One figure. `value` null: not available, and `why` says the reason as a machine word. */
export type Figure = {
  value: number | null
  /** For example `cloudwatch_not_configured` or `no_requests`. */
  why?: string
  /** What there is at most: of connections, of storage. */
  limit?: number | null
  unit: Unit
  state: Health
  /** At which it alarms. */
  threshold?: number
  /** Where it comes from: `postgresql`, `statements` or `transactions`, `cloudwatch`, `host`, `messages`, `requests`, `heartbeats`, `clean_up`, `last_seen`, `totals`. */
  source?: string
}

/** Points of one figure over the span, equally spaced; null where nothing was recorded. */
export type Series = { from: string; stepSeconds: number; values: (number | null)[] }

export type Panel<Name extends string> = { figures: Record<Name, Figure>; trends: Record<Name, Series> }

/** Of the people who signed up in the span: how far they came, and how long they took from sign-up to verified. */
export type FunnelCounts = {
  registered: number
  sent: number
  /** Null: nobody reports deliveries. */
  delivered: number | null
  verified: number
  medianSeconds: number | null
  p95Seconds: number | null
}

export type DatabaseFigure = 'connections' | 'cpu' | 'storage' | 'queriesPerSecond'
export type EmailFigure =
  | 'sent'
  | 'delivered'
  | 'bounced'
  | 'bounceRate'
  | 'complaints'
  | 'complaintRate'
  | 'queued'
  | 'oldestQueued'
export type ApplicationFigure =
  | 'requestsPerMinute'
  | 'latency'
  | 'latencyP95'
  | 'errorRate'
  | 'uptime'
  | 'instances'
  | 'cleanUpAge'
export type UsersFigure = 'total' | 'verified' | 'pending' | 'active' | 'disabled'

export type SesCount = 'sent' | 'bounces' | 'complaints' | 'rejects'

/** What SES itself counted in the last 24 hours, and that less what we did; a difference is null where we cannot know. */
export type SesReport = Record<SesCount, number> & { differences: Record<SesCount, number | null> }

/** Why there is nothing of SES: it does not send, or it does and has not answered lately. */
export type SesMissing = { why: 'ses_not_used' | 'ses_silent' }

export type CanaryReport = {
  state: 'off' | 'fine' | 'late' | 'silent'
  latencyMs: number | null
  lastDeliveredAt: string | null
}

export type AlarmReport = {
  name: string
  state: Exclude<Health, 'warning'>
  since: string | null
  value: number | null
  threshold: number
}

/** What `GET /api/monitoring` answers: everything the dashboard shows. */
export type Report = {
  at: string
  span: Span
  database: Panel<DatabaseFigure>
  email: Panel<EmailFigure> & { ses: SesReport | SesMissing; canary: CanaryReport }
  application: Panel<ApplicationFigure> & {
    instances: { id: string; startedAt: string; lastBeatAt: string; version: string }[]
  }
  users: Panel<UsersFigure>
  funnel: FunnelCounts & { domains: (FunnelCounts & { domain: string })[] }
  alarms: AlarmReport[]
  rateLimitScale: number
}
