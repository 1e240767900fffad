import type { Span } from '../../i18n/span'
import { MINUTE, SECOND } from '../../kernel/clock'
import type { Series } from './report'

/** Steps of stored counts, in seconds. A span reads the coarsest step that divides its points. */
export const STEPS = { minute: 60, quarter: 900, hour: 3600, day: 86_400 } as const

/** Steps of all counts and readings; sign-ups are also kept by day. */
export const RESOLUTIONS = [STEPS.minute, STEPS.quarter, STEPS.hour]

/** `points` points of `bucket` seconds each, made of rows of `step` seconds; the last one is still running. */
export type Window = { from: Date; to: Date; step: number; bucket: number; points: number }

const PLANS: Record<Span, Pick<Window, 'step' | 'bucket' | 'points'>> = {
  '1h': { step: STEPS.minute, bucket: 60, points: 60 },
  '24h': { step: STEPS.quarter, bucket: STEPS.quarter, points: 96 },
  '7d': { step: STEPS.hour, bucket: 3600, points: 168 },
  '30d': { step: STEPS.hour, bucket: 14_400, points: 180 },
}

/** Sign-ups are kept by domain and duration as well: many rows, so longer spans are made of coarser ones. */
const FUNNEL_PLANS: Record<Span, Pick<Window, 'step' | 'bucket' | 'points'>> = {
  '1h': PLANS['1h'],
  '24h': { step: STEPS.hour, bucket: STEPS.hour, points: 24 },
  '7d': { step: STEPS.day, bucket: STEPS.day, points: 7 },
  '30d': { step: STEPS.day, bucket: STEPS.day, points: 30 },
}

/** The beginning of the step of `seconds` that `time` is in, counted from 1970 in UTC. */
export const floorTo = (time: Date, seconds: number): Date =>
  new Date(Math.floor(time.getTime() / (seconds * SECOND)) * seconds * SECOND)

function windowBy(plan: Pick<Window, 'step' | 'bucket' | 'points'>, now: Date): Window {
  const running = floorTo(now, plan.bucket).getTime()
  return { ...plan, from: new Date(running - (plan.points - 1) * plan.bucket * SECOND), to: now }
}

export const windowOf = (span: Span, now: Date): Window => windowBy(PLANS[span], now)
export const funnelWindowOf = (span: Span, now: Date): Window => windowBy(FUNNEL_PLANS[span], now)

/** The window of the mail rates under every span: the last 24 hours. */
export const lastDay = (now: Date): Window => windowOf('24h', now)

/** Age from which a reading no longer counts as present. */
export const STALE = 5 * MINUTE

/** A series with `values` at their places and null everywhere else. */
export function seriesOf({ from, bucket, points }: Window, values: Map<number, number | null>): Series {
  return {
    from: from.toISOString(),
    stepSeconds: bucket,
    values: Array.from({ length: points }, (_, place) => values.get(place) ?? null),
  }
}
