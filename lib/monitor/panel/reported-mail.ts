import type { Env } from '../../kernel/env/env'
import { percentOf } from '../alarm/health'
import { bounceRate, complaintRate, type MailCounts, type MailTotals, totalsOf } from '../count/mail'
import type { MailKind } from '../count/tallies'
import { figureOf } from './figure'
import type { PanelInput } from './panel-input'
import type { EmailFigure, Figure, Series } from './report'
import { seriesOf } from './span'

/** Figures that a provider's reports make. */
const REPORTED = ['delivered', 'bounced', 'bounceRate', 'complaints', 'complaintRate'] as const
type ReportedFigure = Extract<EmailFigure, (typeof REPORTED)[number]>

const each = <Value>(make: (name: ReportedFigure) => Value) =>
  Object.fromEntries(REPORTED.map((name) => [name, make(name)])) as Record<ReportedFigure, Value>

export function reportedFigures(totals: MailTotals, day: MailTotals): Record<ReportedFigure, Figure> {
  const [bounces, complaints] = [bounceRate(day), complaintRate(day)]
  return {
    delivered: figureOf('delivered', totals.mail_delivered),
    bounced: figureOf('bounced', totals.mail_bounced_hard + totals.mail_bounced_soft),
    bounceRate: figureOf('bounceRate', bounces.value, { state: bounces.health }),
    complaints: figureOf('complaints', totals.mail_complaint),
    complaintRate: figureOf('complaintRate', complaints.value, { state: complaints.health }),
  }
}

/** Bounces that are known without reports: a mail server refused the recipient at once. */
const refusedAtOnce = (totals: MailTotals): number => totals.mail_bounced_hard + totals.mail_bounced_soft

/**
 * The same figures where no provider reports. Recipients refused at once are counted. A count of 0 is not shown, because it
 * says nothing about later bounces.
 */
export function unreportedFigures(
  { transport }: Env['email'],
  totals: MailTotals,
  day: MailTotals,
): Record<ReportedFigure, Figure> {
  const why = transport === 'smtp' ? 'smtp_reports_nothing' : 'reports_not_configured'
  const { bounced, bounceRate } = reportedFigures(totals, day)
  return {
    ...each((name) => figureOf(name, null, { why })),
    ...(refusedAtOnce(totals) > 0 && { bounced }),
    ...(refusedAtOnce(day) > 0 && { bounceRate }),
  }
}

/** Points that add up kinds of messages. Where some instance lived, nothing counted means none. */
export function sums(counts: MailCounts, { window, alive }: PanelInput, ...kinds: MailKind[]): Series {
  const points = Array.from({ length: window.points }, (_, place): [number, number | null] => {
    const found = kinds.map((kind) => counts.get(kind)?.get(place)).filter((count) => count !== undefined)
    const isKnown = found.length > 0 || alive.has(place)
    return [place, isKnown ? found.reduce((sum, count) => sum + count, 0) : null]
  })
  return seriesOf(window, new Map(points))
}

/** Points of a rate, where there is something to divide by. */
function rates(counts: MailCounts, { window }: PanelInput, bad: MailKind, of: MailKind): Series {
  const points = [...(counts.get(of) ?? [])].map(([place, count]): [number, number | null] => [
    place,
    percentOf(counts.get(bad)?.get(place) ?? 0, count),
  ])
  return seriesOf(window, new Map(points))
}

export function reportedTrends(counts: MailCounts, input: PanelInput): Record<ReportedFigure, Series> {
  return {
    delivered: sums(counts, input, 'mail_delivered'),
    bounced: sums(counts, input, 'mail_bounced_hard', 'mail_bounced_soft'),
    bounceRate: rates(counts, input, 'mail_bounced_hard', 'mail_sent'),
    complaints: sums(counts, input, 'mail_complaint'),
    complaintRate: rates(counts, input, 'mail_complaint', 'mail_delivered'),
  }
}

export function unreportedTrends(counts: MailCounts, input: PanelInput): Record<ReportedFigure, Series> {
  const { bounced, bounceRate } = reportedTrends(counts, input)
  const nothing = each(() => seriesOf(input.window, new Map()))
  return refusedAtOnce(totalsOf(counts)) > 0 ? { ...nothing, bounced, bounceRate } : nothing
}
