import { sql } from 'drizzle-orm'
import { emailEvents } from '../../email/schema'
import { createSesAccount } from '../../email/transport/ses/account'
import { DAY, MINUTE, shift } from '../../kernel/clock'
import type { CoreContext, DataContext } from '../../kernel/context'
import { hearsReports } from '../../kernel/env/combined-faults'
import type { MailKind } from '../count/tallies'
import type { SesCount, SesMissing, SesReport } from '../panel/report'
import { type GaugeName, type Readings, readLatest } from './gauges'

/** SES counts by quarters of an hour: asking more often brings nothing new. */
const INTERVAL = 15 * MINUTE
/** Two intervals and a bit: an older answer means that SES did not answer. */
const TOO_OLD = 35 * MINUTE
const TIMEOUT = 3000

/** Gauges of each count: SES's, and ours of the same moment. */
const GAUGES = {
  sent: ['_sesSent', '_ownSent'],
  bounces: ['_sesBounces', '_ownBounces'],
  complaints: ['_sesComplaints', '_ownComplaints'],
  rejects: ['_sesRejects', '_ownRejects'],
} satisfies Record<SesCount, [GaugeName, GaugeName]>

/**
 * Reads SES's counts of the last 24 hours and ours, once in a quarter of an hour, also after a refusal: asking sooner
 * would only warn more often.
 * @param readDay reads our counts
 */
export async function sampleSes(
  ctx: CoreContext,
  readDay: () => Promise<Record<MailKind, number>>,
): Promise<Readings> {
  if (ctx.env.email.transport !== 'ses') return {}
  if ((await readLatest(ctx, ['_sesAsked'], INTERVAL)).size > 0) return {}
  const since = shift(ctx.now(), -DAY)
  const theirs = await askSes(ctx, since)
  // Without an answer, the counts of the last one stay beside ours of that moment.
  const ours = theirs && (await countOurs(ctx, since, await readDay()))
  return { _sesAsked: 1, ...theirs, ...ours }
}

async function askSes({ log }: DataContext, since: Date): Promise<Readings | undefined> {
  const account = createSesAccount(TIMEOUT)
  try {
    const points = (await account.statistics()).filter(({ at }) => at > since)
    const sum = (key: SesCount) => points.reduce((total, point) => total + point[key], 0)
    return {
      _sesSent: sum('sent'),
      _sesBounces: sum('bounces'),
      _sesComplaints: sum('complaints'),
      _sesRejects: sum('rejects'),
    }
  } catch (error) {
    log.warn('ses_statistics_unknown', { error })
    return undefined
  } finally {
    await account.close()
  }
}

/** SES counts hard bounces alone. (Amazon SES developer guide, "Monitoring your usage statistics using the SES API") */
async function countOurs(
  { db, env }: CoreContext,
  since: Date,
  day: Record<MailKind, number>,
): Promise<Readings> {
  if (!hearsReports(env.email)) return { _ownSent: day.mail_sent }
  const { rows } = await db.execute<{ rejects: number }>(sql`
    select count(distinct message_id)::int as rejects from ${emailEvents}
    where received_at > ${since} and type = 'reject'`)
  return {
    _ownSent: day.mail_sent,
    _ownBounces: day.mail_bounced_hard,
    _ownComplaints: day.mail_complaint,
    _ownRejects: rows[0]?.rejects ?? null,
  }
}

/** Counts of SES in the last 24 hours beside ours. */
export async function readSes(ctx: CoreContext): Promise<SesReport | SesMissing> {
  if (ctx.env.email.transport !== 'ses') return { why: 'ses_not_used' }
  const latest = await readLatest(ctx, Object.values(GAUGES).flat(), TOO_OLD)
  if (!latest.has('_sesSent')) return { why: 'ses_silent' }
  const theirs = (name: SesCount) => latest.get(GAUGES[name][0])?.value ?? 0
  const beyondOurs = (name: SesCount) => {
    const ours = latest.get(GAUGES[name][1])?.value
    return ours === undefined ? null : theirs(name) - ours
  }
  return { ...eachCount(theirs), differences: eachCount(beyondOurs) }
}

const eachCount = <Value>(read: (name: SesCount) => Value): Record<SesCount, Value> => ({
  sent: read('sent'),
  bounces: read('bounces'),
  complaints: read('complaints'),
  rejects: read('rejects'),
})
