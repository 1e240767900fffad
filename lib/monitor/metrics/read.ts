import type { CoreContext, DataContext } from '../../kernel/context'
import { readAlarms } from '../alarm/read'
import { cleanUpAge } from '../clean-up'
import { readStanding } from '../count/accounts'
import { readDeliveries } from '../count/deliveries'
import { readQueue } from '../count/outbox'
import { MAIL_KINDS, readAllTime } from '../count/tallies'
import { figureGauge, readingMetrics } from './figures'
import { isKnown } from './known'
import { counter, gauge, type Metric } from './metric'
import { requestMetrics } from './requests'
import { signupMetrics } from './signups'

async function mailMetrics(ctx: CoreContext): Promise<Metric[]> {
  const counts = await readAllTime(ctx, MAIL_KINDS)
  const { queued, oldest } = await readQueue(ctx)
  const amountOf = (kind: string) => counts.find((row) => row.kind === kind)?.amount ?? 0
  // Known without reports if above 0: mail servers refuse some recipients at once.
  const samples = MAIL_KINDS.filter((kind) => isKnown(ctx, kind) || amountOf(kind) > 0).map((kind) => ({
    labels: { state: kind.replace('mail_', '') },
    value: amountOf(kind),
  }))
  return [
    counter('messages', 'Messages that reached a state.', samples),
    figureGauge('messages_queued', queued),
    figureGauge('messages_oldest_queued_seconds', oldest),
  ]
}

async function deliveryMetrics(ctx: DataContext): Promise<Metric[]> {
  const { waiting, oldest, dead } = await readDeliveries(ctx)
  return [
    figureGauge('webhook_deliveries_waiting', waiting),
    figureGauge('webhook_deliveries_oldest_seconds', oldest),
    figureGauge('webhook_deliveries_dead', dead),
  ]
}

async function accountMetrics(ctx: DataContext): Promise<Metric[]> {
  const { verified, pending, disabled } = await readStanding(ctx)
  return [
    gauge('users', 'Accounts.', [
      { labels: { state: 'verified' }, value: verified },
      { labels: { state: 'pending' }, value: pending },
    ]),
    gauge('users_disabled', 'Accounts that are disabled, among the others.', [{ value: disabled }]),
  ]
}

async function alarmMetric(ctx: CoreContext): Promise<Metric> {
  const known = (await readAlarms(ctx)).filter(({ state }) => state !== 'unknown')
  return gauge(
    'alarm',
    'Whether an alarm is raised; left out while that is not known.',
    known.map(({ name, state }) => ({ labels: { alarm: name }, value: state === 'alarm' ? 1 : 0 })),
  )
}

/** All metrics of `GET /api/metrics`, in their order. */
export async function readMetrics(ctx: CoreContext): Promise<Metric[]> {
  const parts = await Promise.all([
    requestMetrics(ctx),
    mailMetrics(ctx),
    deliveryMetrics(ctx),
    signupMetrics(ctx),
    accountMetrics(ctx),
    readingMetrics(ctx),
    cleanUpAge(ctx).then((age) => figureGauge('clean_up_age_seconds', age)),
    alarmMetric(ctx),
  ])
  return parts.flat()
}
