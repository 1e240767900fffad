import type { ProofRefusal } from '../../browser-proof/refusals'
import type { Unit } from '../../i18n/quantity'
import type { Span } from '../../i18n/span'
import type { Health } from '../alarm/health'
import type { ProofWay } from '../count/tallies'
import type { FigureOf } from '../figure-names'

/** One figure. `value` null: not available, and `why` says the reason as a machine word. */
export type Figure = {
  value: number | null
  /** A `Reason` of `figure-names.ts`, or one that a later version gives. */
  why?: string
  /** The upper limit, of connections and storage. Null: not known. */
  limit?: number | null
  unit: Unit
  state: Health
  /** The value from which it alarms. */
  threshold?: number
  /** A `Source` of `figure-names.ts`, or one that a later version names. */
  source?: string
}

/** Points of one figure over the span, equally spaced; null where nothing was recorded. */
export type Series = { from: string; stepSeconds: number; values: (number | null)[] }

export type Panel<Name extends string> = { figures: Record<Name, Figure>; trends: Record<Name, Series> }

/** Stages reached by the people who signed up in the span, and their times from sign-up to verified. */
export type FunnelCounts = {
  registered: number
  sent: number
  /** Null: nobody reports deliveries. */
  delivered: number | null
  verified: number
  medianSeconds: number | null
  p95Seconds: number | null
}

/** How addresses were proven, and proofs by browsers that were refused, the most frequent reason first. `other`: by no way of the list. */
export type ProofReport = {
  ways: { way: ProofWay; verified: number; medianSeconds: number | null }[]
  other: number
  refusals: { reason: ProofRefusal; count: number }[]
}

export type DatabaseFigure = FigureOf<'database'>
export type EmailFigure = FigureOf<'email'>
type ApplicationFigure = FigureOf<'application'>
export type UsersFigure = FigureOf<'users'>

export type SesCount = 'sent' | 'bounces' | 'complaints' | 'rejects'

/** Counts of SES itself in the last 24 hours, and their difference to ours: null where we cannot know. */
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

/** The answer of `GET /api/monitoring`: everything the dashboard shows. */
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
  proofs: ProofReport
  alarms: AlarmReport[]
  rateLimitScale: number
}
