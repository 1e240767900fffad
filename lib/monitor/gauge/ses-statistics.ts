import { sql } from 'drizzle-orm'
import { createSesAccount } from '../../email/transport/ses/account'
import { DAY, MINUTE, shift } from '../../kernel/clock'
import type { CoreContext, DataContext } from '../../kernel/context'
import { hearsReports } from '../../kernel/env/combined-faults'
import type { MailKind } from '../count/tallies'
import type { SesCount, SesMissing, SesReport } from '../panel/report'
import { type GaugeName, type Readings, readLatest } from './gauges'

/** SES itself counts by quarters of an hour; asking more often would tell nothing new. */
const INTERVAL = 15 * MINUTE
/** Older than two askings and a bit: SES did not answer. */
const TOO_OLD = 35 * MINUTE
const TIMEOUT = 3000

/** Where a count of SES is kept, and ours of the same moment. */
const GAUGES = {
  sent: ['_sesSent', '_ownSent'],
  bounces: ['_sesBounces', '_ownBounces'],
  complaints: ['_sesComplaints', '_ownComplaints'],
  rejects: ['_sesRejects', '_ownRejects'],
} satisfies Record<SesCount, [GaugeName, GaugeName]>

/**
 * What SES counted in the last 24 hours and what we did, when SES was last asked a quarter of an hour ago: that it
 * refused is no reason to ask, and to warn, more often.
 * @param readDay what we counted in the last 24 hours
 */
export async function sampleSes(
  ctx: CoreContext,
  readDay: () => Promise<Record<MailKind, number>>,
): Promise<Readings> {
  if (ctx.env.email.transport !== 'ses') return {}
  if ((await readLatest(ctx, ['_sesAsked'], INTERVAL)).size > 0) return {}
  const since = shift(ctx.now(), -DAY)
  const theirs = await askSes(ctx, since)
  // What SES said before stays beside what we had counted then.
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

/** SES's bounces are hard ones. (Amazon SES developer guide, "Monitoring your usage statistics using the Amazon SES API") */
async function countOurs(
  { db, env }: CoreContext,
  since: Date,
  day: Record<MailKind, number>,
): Promise<Readings> {
  if (!hearsReports(env.email)) return { _ownSent: day.mail_sent }
  const { rows } = await db.execute<{ rejects: number }>(sql`
    select count(distinct message_id)::int as rejects from email_events
    where received_at > ${since} and type = 'reject'`)
  return {
    _ownSent: day.mail_sent,
    _ownBounces: day.mail_bounced_hard,
    _ownComplaints: day.mail_complaint,
    _ownRejects: rows[0]?.rejects ?? null,
  }
}

/** What SES counted in the last 24 hours beside what we did. */
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
