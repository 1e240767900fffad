import { sql } from 'drizzle-orm'
import type { Context, CoreContext, Database, DataContext } from '../../kernel/context'
import { hearsReports } from '../../kernel/env/combined-faults'
import { BOUNDS, judge, percentOf, plainFigure, rateOf } from '../alarm/judge'
import { readCanary } from '../canary/canary'
import { MAIL_KINDS, type MailKind, readMailCounts } from '../count/tallies'
import { readSes } from '../gauge/ses-statistics'
import type { Trends } from './database'
import type { CanaryReport, EmailFigure, Figure, Panel, Series } from './report'
import { lastDay, seriesOf, type Window } from './span'

/** What waits to leave: how much, and the seconds since the oldest was written (0 when none waits). */
export async function readQueue(ctx: DataContext): Promise<{ queued: number; oldest: number }> {
  const { rows } = await ctx.db.execute<{ queued: number; oldest: number | null }>(sql`
    select count(*)::int as queued, extract(epoch from ${ctx.now()}::timestamptz - min(created_at))::float8 as oldest
    from email_messages where status in ('queued', 'sending')`)
  return { queued: rows[0]?.queued ?? 0, oldest: Math.max(0, rows[0]?.oldest ?? 0) }
}

export type MailTotals = Record<MailKind, number>

const totalsOf = (counts: Map<MailKind, Map<number, number>>): MailTotals =>
  Object.fromEntries(
    MAIL_KINDS.map((kind) => [kind, [...(counts.get(kind)?.values() ?? [])].reduce((sum, n) => sum + n, 0)]),
  ) as MailTotals

/** The last 24 hours: what rates are taken over. */
export const readLastDay = async (db: Database, now: Date): Promise<MailTotals> =>
  totalsOf(await readMailCounts(db, lastDay(now)))

/**
 * SES' own definitions, since SES acts on them: hard bounces among what was sent, complaints among what was delivered.
 * (Amazon SES developer guide, "Sender reputation": soft bounces harm nobody's.)
 */
export const bounceRate = (day: MailTotals) => rateOf('bounceRate', day.mail_bounced_hard, day.mail_sent)
export const complaintRate = (day: MailTotals) =>
  rateOf('complaintRate', day.mail_complaint, day.mail_delivered)

const rateFigure = ({ value, health }: ReturnType<typeof rateOf>, threshold: number): Figure => ({
  ...plainFigure(value, 'percent', 'messages', value === null ? { why: 'no_messages' } : {}),
  state: health,
  threshold,
})

type ReportedFigure = Exclude<EmailFigure, 'sent' | 'queued' | 'oldestQueued'>

/** What providers report. */
function reportedFigures(totals: MailTotals, day: MailTotals): Record<ReportedFigure, Figure> {
  const count = (value: number) => plainFigure(value, 'count', 'messages')
  return {
    delivered: count(totals.mail_delivered),
    bounced: count(totals.mail_bounced_hard + totals.mail_bounced_soft),
    bounceRate: rateFigure(bounceRate(day), BOUNDS.bounceRate.alarm),
    complaints: count(totals.mail_complaint),
    complaintRate: rateFigure(complaintRate(day), BOUNDS.complaintRate.alarm),
  }
}

/** The same where nobody reports. */
function unreportedFigures({ transport }: Context['env']['email']): Record<ReportedFigure, Figure> {
  const why = transport === 'smtp' ? 'smtp_reports_nothing' : 'reports_not_configured'
  const count = plainFigure(null, 'count', 'messages', { why })
  const share = { ...count, unit: 'percent' } as const
  return {
    delivered: count,
    bounced: count,
    bounceRate: { ...share, threshold: BOUNDS.bounceRate.alarm },
    complaints: count,
    complaintRate: { ...share, threshold: BOUNDS.complaintRate.alarm },
  }
}

function figuresOf(
  { env: { email } }: CoreContext,
  totals: MailTotals,
  day: MailTotals,
  queue: { queued: number; oldest: number },
): Record<EmailFigure, Figure> {
  return {
    sent: plainFigure(totals.mail_sent, 'count', 'messages'),
    ...(hearsReports(email) ? reportedFigures(totals, day) : unreportedFigures(email)),
    queued: plainFigure(queue.queued, 'count', 'messages'),
    oldestQueued: {
      ...plainFigure(queue.oldest, 'seconds', 'messages'),
      state: judge(queue.oldest, BOUNDS.oldestQueued),
      threshold: BOUNDS.oldestQueued.alarm,
    },
  }
}

/** Points of a quotient, where there is something to divide by. */
function quotients(bad: Map<number, number>, of: Map<number, number>): Map<number, number | null> {
  return new Map([...of].map(([place, count]) => [place, percentOf(bad.get(place) ?? 0, count)]))
}

/**
 * @param alive the points at which somebody was there to count: nothing counted means none there
 * @param isReported whether anybody tells what becomes of a message
 */
function trendsOf(
  window: Window,
  counts: Map<MailKind, Map<number, number>>,
  alive: Set<number>,
  gauges: Trends,
  isReported: boolean,
): Panel<EmailFigure>['trends'] {
  const of = (kind: MailKind) => counts.get(kind) ?? new Map<number, number>()
  const reported = (series: Series) => (isReported ? series : seriesOf(window, new Map()))
  const sums = (...kinds: MailKind[]) =>
    seriesOf(
      window,
      new Map(
        Array.from({ length: window.points }, (_, place) => {
          const found = kinds.map((kind) => of(kind).get(place)).filter((count) => count !== undefined)
          const isKnown = found.length > 0 || alive.has(place)
          return [place, isKnown ? found.reduce((sum, count) => sum + count, 0) : null]
        }),
      ),
    )
  return {
    sent: sums('mail_sent'),
    delivered: reported(sums('mail_delivered')),
    bounced: reported(sums('mail_bounced_hard', 'mail_bounced_soft')),
    bounceRate: reported(seriesOf(window, quotients(of('mail_bounced_hard'), of('mail_sent')))),
    complaints: reported(sums('mail_complaint')),
    complaintRate: reported(seriesOf(window, quotients(of('mail_complaint'), of('mail_delivered')))),
    queued: seriesOf(window, gauges.get('queued') ?? new Map()),
    oldestQueued: seriesOf(window, gauges.get('oldestQueued') ?? new Map()),
  }
}

async function reportCanary(ctx: CoreContext): Promise<CanaryReport> {
  const { state, latencyMs, lastDeliveredAt } = await readCanary(ctx, ctx.env.email.canaryInterval)
  return { state, latencyMs, lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null }
}

export async function readEmailPanel(ctx: CoreContext, window: Window, alive: Set<number>, gauges: Trends) {
  const [counts, day, queue] = await Promise.all([
    readMailCounts(ctx.db, window),
    readLastDay(ctx.db, ctx.now()),
    readQueue(ctx),
  ])
  return {
    figures: figuresOf(ctx, totalsOf(counts), day, queue),
    trends: trendsOf(window, counts, alive, gauges, hearsReports(ctx.env.email)),
    ses: await readSes(ctx),
    canary: await reportCanary(ctx),
  }
}
