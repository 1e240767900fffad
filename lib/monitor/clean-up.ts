import { cleanUp } from '../db/retention'
import { SECOND } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { readFirstBeat } from './beat/uptime'
import { readLatest, recordGauges } from './gauge/gauges'

/** Cleans up and stores the time of it: hours without a clean-up are an alarm. @returns rows deleted, by table */
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
