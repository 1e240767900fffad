import { sql } from 'drizzle-orm'
import type { DataContext } from '../../kernel/context'
import { rateOf } from '../alarm/health'
import { lastDay, type Window } from '../panel/span'
import { tallies, tallyMarks } from './schema'
import { MAIL_KINDS, type MailKind, REVISED_KIND } from './tallies'

/** Messages by kind and place of the point. */
export type MailCounts = Map<MailKind, Map<number, number>>
export type MailTotals = Record<MailKind, number>

/** Messages counted in a window. A message bounced once: as its last report says. */
export async function readMailCounts({ db }: DataContext, window: Window): Promise<MailCounts> {
  const kinds = [...MAIL_KINDS, REVISED_KIND]
  const { rows } = await db.execute<{ kind: MailKind; place: number; amount: string }>(sql`
    select replace(kind, '_revised', '') as kind, floor(extract(epoch from at - ${window.from}::timestamptz) / ${window.bucket})::int as place,
      sum(case kind when ${REVISED_KIND} then -amount else amount end) as amount
    from (
      select kind, at, amount from ${tallies}
      where step = ${window.step} and kind in ${kinds} and at >= ${window.from} and at <= ${window.to}
      union all select kind, at, amount from ${tallyMarks}
      where kind in ${kinds} and at >= ${window.from} and at <= ${window.to}
    ) counted group by 1, 2`)
  const counts: MailCounts = new Map(MAIL_KINDS.map((kind) => [kind, new Map()]))
  for (const { kind, place, amount } of rows) counts.get(kind)?.set(place, Number(amount))
  return counts
}

export const totalsOf = (counts: MailCounts): MailTotals =>
  Object.fromEntries(
    MAIL_KINDS.map((kind) => [kind, [...(counts.get(kind)?.values() ?? [])].reduce((sum, n) => sum + n, 0)]),
  ) as MailTotals

/** The last 24 hours: rates are taken over them. */
export const readLastDay = async (ctx: DataContext): Promise<MailTotals> =>
  totalsOf(await readMailCounts(ctx, lastDay(ctx.now())))

/**
 * SES's own definitions, since SES acts on them: hard bounces among sent messages, complaints among delivered ones.
 * (Amazon SES developer guide, "Sender reputation": soft bounces harm nobody's.)
 */
export const bounceRate = (day: MailTotals) => rateOf('bounceRate', day.mail_bounced_hard, day.mail_sent)
export const complaintRate = (day: MailTotals) =>
  rateOf('complaintRate', day.mail_complaint, day.mail_delivered)
