import type { Span } from '../../i18n/span'
import type { CoreContext } from '../../kernel/context'
import { hearsReports } from '../../kernel/env/combined-faults'
import { readAlarms } from '../alarm/read'
import { readUptime } from '../beat/uptime'
import { SAMPLED_GAUGES } from '../figure-names'
import { type GaugeName, readLatest, readTrends } from '../gauge/gauges'
import { readApplicationPanel } from './application'
import { databasePanel } from './database'
import { readEmailPanel } from './email'
import { readFunnel, withoutDeliveries } from './funnel'
import type { PanelInput } from './panel-input'
import { readProofs } from './proofs'
import type { Report } from './report'
import { funnelWindowOf, type Window, windowOf } from './span'
import { readUsersPanel } from './users'

/** The statements tell where the queries of a second were counted. */
const GAUGES = [...SAMPLED_GAUGES, '_statements'] satisfies GaugeName[]

/** The points at which some instance lived, the running one among them: nothing counted there means none. */
const aliveAt = (places: Map<number, number>, { points }: Window): Set<number> =>
  new Set([...[...places].filter(([, share]) => share > 0).map(([place]) => place), points - 1])

async function readPeople(ctx: CoreContext, window: Window) {
  const funnel = await readFunnel(ctx, window)
  return { funnel, proofs: await readProofs(ctx, window, funnel.verified) }
}

/**
 * Reads everything the dashboard shows. No query reads more rows than its points need: totals are kept as rows change,
 * counts by minute, hour and day, readings by minute and hour.
 */
export async function readReport(ctx: CoreContext, span: Span): Promise<Report> {
  const now = ctx.now()
  const window = windowOf(span, now)
  const [uptime, latest, trends] = await Promise.all([
    readUptime(ctx, window),
    readLatest(ctx, GAUGES),
    readTrends(ctx, { names: SAMPLED_GAUGES, window }),
  ])
  const alive = aliveAt(uptime.places, window)
  const input: PanelInput = { window, uptime, alive, latest, trends }
  const [email, application, users, { funnel, proofs }, alarms] = await Promise.all([
    readEmailPanel(ctx, input),
    readApplicationPanel(ctx, input),
    readUsersPanel(ctx, input),
    readPeople(ctx, funnelWindowOf(span, now)),
    readAlarms(ctx),
  ])
  return {
    at: now.toISOString(),
    span,
    database: databasePanel(ctx, input),
    email,
    application,
    users,
    funnel: hearsReports(ctx.env.email) ? funnel : withoutDeliveries(funnel),
    proofs,
    alarms,
    rateLimitScale: ctx.env.rateLimitScale,
  }
}
