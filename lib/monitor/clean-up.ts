import { auditRetention } from '../audit/retention'
import { applyRetention } from '../db/retention'
import { emailRetention } from '../email/retention'
import { SECOND } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { limitRetention } from '../limit/retention'
import { linkRetention } from '../link/retention'
import { sessionRetention } from '../session/retention'
import { readFirstBeat } from './beat/uptime'
import { readLatest, recordGauges } from './gauge/gauges'
import { monitorRetention } from './retention'

/** Every table that grows and is not kept for good. */
const RULES = [
  ...linkRetention,
  ...sessionRetention,
  ...limitRetention,
  ...emailRetention,
  ...auditRetention,
  ...monitorRetention,
]

/** Deletes rows past their age in every room's tables. @returns rows deleted, by table */
export const cleanUp = (ctx: DataContext): Promise<Record<string, number>> => applyRetention(ctx, RULES)

/** Cleans up and records the time: an alarm tells when it has not happened for hours. @returns rows deleted, by table */
export async function cleanUpAndNote(ctx: DataContext): Promise<Record<string, number>> {
  const deleted = await cleanUp(ctx)
  await recordGauges(ctx, { at: ctx.now(), readings: { _cleanUp: 1 } })
  return deleted
}

/** Seconds since the last clean-up, to the minute; since the first heartbeat where there was none. Null: nothing ran. */
export async function cleanUpAge(ctx: DataContext): Promise<number | null> {
  const last = (await readLatest(ctx, ['_cleanUp'], LIFETIMES.monitoring)).get('_cleanUp')
  const since = last?.at ?? (await readFirstBeat(ctx))
  return since && Math.max(0, (ctx.now().getTime() - since.getTime()) / SECOND)
}
