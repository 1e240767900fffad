import { DAY, MINUTE, shift } from '../clock'
import type { Context } from '../context'
import { createSesAccount } from '../email/ses-account'
import { type GaugeName, type Readings, readLatest } from './gauges'
import type { SesReport } from './report'

/** SES itself counts by quarters of an hour; asking more often would tell nothing new. */
const INTERVAL = 15 * MINUTE
/** Older than two askings and a bit: SES did not answer. */
const TOO_OLD = 35 * MINUTE
const TIMEOUT = 3000

const GAUGES = ['_sesSent', '_sesBounces', '_sesComplaints', '_sesRejects'] satisfies GaugeName[]

/** What SES counted in the last 24 hours, asked when the last answer is a quarter of an hour old. */
export async function sampleSes(ctx: Pick<Context, 'db' | 'env' | 'now' | 'log'>): Promise<Readings> {
  if (ctx.env.email.transport !== 'ses') return {}
  if ((await readLatest(ctx, ['_sesSent'], INTERVAL)).size > 0) return {}
  const account = createSesAccount(TIMEOUT)
  try {
    const since = shift(ctx.now(), -DAY)
    const points = (await account.statistics()).filter(({ at }) => at > since)
    const sum = (key: 'sent' | 'bounces' | 'complaints' | 'rejects') =>
      points.reduce((total, point) => total + point[key], 0)
    return {
      _sesSent: sum('sent'),
      _sesBounces: sum('bounces'),
      _sesComplaints: sum('complaints'),
      _sesRejects: sum('rejects'),
    }
  } catch (error) {
    ctx.log.warn('ses_statistics_unknown', { error })
    return {}
  } finally {
    await account.close()
  }
}

/** What SES counted in the last 24 hours beside what we did. @returns null when SES does not send, or says nothing */
export async function readSes(
  ctx: Pick<Context, 'db' | 'env' | 'now'>,
  ourSent: number,
): Promise<SesReport | null> {
  if (ctx.env.email.transport !== 'ses') return null
  const latest = await readLatest(ctx, GAUGES, TOO_OLD)
  const [sent, bounces, complaints, rejects] = GAUGES.map((name) => latest.get(name)?.value)
  if (sent === undefined || bounces === undefined || complaints === undefined || rejects === undefined)
    return null
  return { sent, bounces, complaints, rejects, difference: sent - ourSent }
}
