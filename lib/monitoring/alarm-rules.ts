import { SECOND } from '../clock'
import type { Context } from '../context'
import { hearsReports } from '../env-rules'
import { readRecentErrors } from './application'
import { type CanaryContext, readCanary, silenceLimit } from './canary'
import { cleanUpAge } from './clean-up'
import { bounceRate, complaintRate, readLastDay, readQueue } from './email'
import { readLatest } from './gauges'
import { countLost } from './heartbeat'
import { BOUNDS, judge, judgeRate, percentOf } from './judge'
import type { Health } from './report'

export const ALARMS = {
  bounce_rate: { threshold: BOUNDS.bounceRate.alarm, unit: 'percent' },
  complaint_rate: { threshold: BOUNDS.complaintRate.alarm, unit: 'percent' },
  connections: { threshold: BOUNDS.connections.alarm, unit: 'percent' },
  error_rate: { threshold: BOUNDS.errorRate.alarm, unit: 'percent' },
  oldest_queued: { threshold: BOUNDS.oldestQueued.alarm, unit: 'seconds' },
  clean_up: { threshold: BOUNDS.cleanUpAge.alarm, unit: 'seconds' },
  instance_lost: { threshold: 1, unit: 'count' },
  canary_silent: { threshold: silenceLimit(0) / SECOND, unit: 'seconds' },
} as const

export type AlarmName = keyof typeof ALARMS
export const ALARM_NAMES = Object.keys(ALARMS) as AlarmName[]

/** How something stands now. */
export type Measure = { name: AlarmName; value: number | null; health: Health }

async function connectionsUsed(ctx: Pick<Context, 'db' | 'now'>): Promise<number | null> {
  const latest = await readLatest(ctx, ['connections', 'connectionsLimit'])
  const [used, limit] = [latest.get('connections')?.value, latest.get('connectionsLimit')?.value]
  return used === undefined || !limit ? null : percentOf(used, limit)
}

/** Seconds since a canary was last heard of: of its delivery, or of its leaving where none was ever delivered. */
async function measureCanary(ctx: CanaryContext): Promise<Measure> {
  const { state, lastDeliveredAt, lastSentAt } = await readCanary(ctx)
  const heard = lastDeliveredAt ?? lastSentAt
  const value = heard && (ctx.now().getTime() - heard.getTime()) / SECOND
  return { name: 'canary_silent', value, health: state === 'silent' ? 'alarm' : 'fine' }
}

/** Measures everything that can alarm. A rate without any cases is fine; what cannot be known is `unknown`. */
export async function measure(ctx: Pick<Context, 'db' | 'env' | 'now'>): Promise<Measure[]> {
  const day = await readLastDay(ctx.db, ctx.now())
  const { errors, requests } = await readRecentErrors(ctx)
  const connections = await connectionsUsed(ctx)
  const { oldest } = await readQueue(ctx)
  const age = await cleanUpAge(ctx)
  const lost = await countLost(ctx)
  const rate = (name: AlarmName, value: number | null, health: Health): Measure => ({
    name,
    value,
    health: value === null ? 'fine' : health,
  })
  const isReported = hearsReports(ctx.env.email)
  const reported = (measured: Measure): Measure =>
    isReported ? measured : { ...measured, value: null, health: 'unknown' }
  return [
    reported(
      rate('bounce_rate', bounceRate(day), judgeRate('bounceRate', day.mail_bounced_hard, day.mail_sent)),
    ),
    reported(
      rate(
        'complaint_rate',
        complaintRate(day),
        judgeRate('complaintRate', day.mail_complaint, day.mail_delivered),
      ),
    ),
    rate('error_rate', percentOf(errors, requests), judgeRate('errorRate', errors, requests)),
    { name: 'connections', value: connections, health: judge(connections, BOUNDS.connections) },
    { name: 'oldest_queued', value: oldest, health: judge(oldest, BOUNDS.oldestQueued) },
    { name: 'clean_up', value: age, health: judge(age, BOUNDS.cleanUpAge) },
    { name: 'instance_lost', value: lost, health: lost > 0 ? 'alarm' : 'fine' },
    await measureCanary(ctx),
  ]
}
