import type { CoreContext } from '../../kernel/context'
import { hearsReports } from '../../kernel/env/combined-faults'
import { rateOf } from '../alarm/health'
import { readCanary } from '../canary/canary'
import { readLastDay, readMailCounts, totalsOf } from '../count/mail'
import { readDead, readQueue } from '../count/outbox'
import { readSes } from '../gauge/ses-statistics'
import { figureOf, sampledTrends } from './figure'
import type { PanelInput } from './panel-input'
import type { CanaryReport, Report } from './report'
import { reportedFigures, reportedTrends, sums, unreportedFigures, unreportedTrends } from './reported-mail'

async function reportCanary(ctx: CoreContext): Promise<CanaryReport> {
  const { state, latencyMs, lastDeliveredAt } = await readCanary(ctx, ctx.env.email.canaryInterval)
  return { state, latencyMs, lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null }
}

export async function readEmailPanel(ctx: CoreContext, input: PanelInput): Promise<Report['email']> {
  const [counts, day, queue, { dead, ended }] = await Promise.all([
    readMailCounts(ctx, input.window),
    readLastDay(ctx),
    readQueue(ctx),
    readDead(ctx),
  ])
  const totals = totalsOf(counts)
  const deadRate = rateOf('deadRate', dead, ended)
  const isReported = hearsReports(ctx.env.email)
  return {
    figures: {
      sent: figureOf('sent', totals.mail_sent),
      ...(isReported ? reportedFigures(totals, day) : unreportedFigures(ctx.env.email, totals, day)),
      queued: figureOf('queued', queue.queued),
      oldestQueued: figureOf('oldestQueued', queue.oldest),
      deadRate: figureOf('deadRate', deadRate.value, { state: deadRate.health }),
    },
    trends: {
      sent: sums(counts, input, 'mail_sent'),
      ...(isReported ? reportedTrends(counts, input) : unreportedTrends(counts, input)),
      ...sampledTrends('email', input),
    },
    ses: await readSes(ctx),
    canary: await reportCanary(ctx),
  }
}
