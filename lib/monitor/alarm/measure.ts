import { countRefusedRecipients, SUSPICIOUS } from '../../email/report/refused-recipients'
import { SECOND } from '../../kernel/clock'
import type { CoreContext, DataContext } from '../../kernel/context'
import { hearsReports } from '../../kernel/env/combined-faults'
import type { Env } from '../../kernel/env/env'
import { countLost } from '../beat/running'
import { readCanary } from '../canary/canary'
import { silenceLimit } from '../canary/silence'
import { cleanUpAge } from '../clean-up'
import { readDeliveries } from '../count/deliveries'
import { bounceRate, complaintRate, readLastDay } from '../count/mail'
import { readDead, readQueue } from '../count/outbox'
import { readLatest } from '../gauge/gauges'
import { readRecentErrors } from '../panel/requests'
import { type AlarmName, alarmThreshold } from './alarms'
import { type Health, healthOf, percentOf, rateOf } from './health'

/** The value from which an alarm is raised. A canary's silence is longer where canaries are rarer. */
export const thresholdOf = (name: AlarmName, { email }: Pick<Env, 'email'>): number =>
  name === 'canary_silent' ? silenceLimit(email.canaryInterval) / SECOND : alarmThreshold(name)

/** The present value of an alarm, and its health. */
export type Measure = { name: AlarmName; value: number | null; health: Health }

async function connectionsUsed(ctx: DataContext): Promise<number | null> {
  const latest = await readLatest(ctx, ['connections', 'connectionsLimit'])
  const [used, limit] = [latest.get('connections')?.value, latest.get('connectionsLimit')?.value]
  return used === undefined || !limit ? null : percentOf(used, limit)
}

/** Seconds since the first canary was written that is missing, with all later ones. */
async function measureCanary(ctx: CoreContext): Promise<Measure> {
  const { state, missingSince } = await readCanary(ctx, ctx.env.email.canaryInterval)
  const value = missingSince && (ctx.now().getTime() - missingSince.getTime()) / SECOND
  return { name: 'canary_silent', value, health: state === 'silent' ? 'alarm' : 'fine' }
}

/** Measures everything that can alarm. A rate without any cases is fine; a value without a source is `unknown`. */
export async function measure(ctx: CoreContext): Promise<Measure[]> {
  const day = await readLastDay(ctx)
  const { errors, requests } = await readRecentErrors(ctx)
  const connections = await connectionsUsed(ctx)
  const { oldest } = await readQueue(ctx)
  const { dead, ended } = await readDead(ctx)
  // The local mailbox refuses nobody.
  const refused = ctx.env.email.transport !== 'mailbox' ? await countRefusedRecipients(ctx) : 0
  const events = await readDeliveries(ctx)
  const age = await cleanUpAge(ctx)
  const lost = await countLost(ctx)
  const rate = (name: AlarmName, { value, health }: ReturnType<typeof rateOf>): Measure => ({
    name,
    value,
    health: value === null ? 'fine' : health,
  })
  const isReported = hearsReports(ctx.env.email)
  const reported = (measured: Measure): Measure =>
    isReported ? measured : { ...measured, value: null, health: 'unknown' }
  const bounces = rate('bounce_rate', bounceRate(day))
  return [
    // Known without reports too, once a mail server refused a recipient at once.
    day.mail_bounced_hard > 0 ? bounces : reported(bounces),
    reported(rate('complaint_rate', complaintRate(day))),
    rate('error_rate', rateOf('errorRate', errors, requests)),
    { name: 'connections', value: connections, health: healthOf('connections', connections) },
    { name: 'oldest_queued', value: oldest, health: healthOf('oldestQueued', oldest) },
    rate('dead_rate', rateOf('deadRate', dead, ended)),
    { name: 'recipients_refused', value: refused, health: refused < SUSPICIOUS ? 'fine' : 'alarm' },
    { name: 'webhook_waiting', value: events.oldest, health: healthOf('eventsOldest', events.oldest) },
    { name: 'webhook_dead', value: events.dead, health: healthOf('eventsDead', events.dead) },
    { name: 'clean_up', value: age, health: healthOf('cleanUpAge', age) },
    { name: 'instance_lost', value: lost, health: lost > 0 ? 'alarm' : 'fine' },
    await measureCanary(ctx),
  ]
}
