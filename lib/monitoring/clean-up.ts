import type { Context } from '../context'
import { cleanUp } from '../db/retention'
import { LIFETIMES } from '../token/lifetimes'
import { readLatest, recordGauges } from './gauges'

/** Cleans up, and notes when: that it has not happened for hours is an alarm. @returns rows deleted, by table */
export async function cleanUpAndNote(
  ctx: Pick<Context, 'db' | 'now' | 'log'>,
): Promise<Record<string, number>> {
  const deleted = await cleanUp(ctx)
  await recordGauges(ctx.db, ctx.now(), { _cleanUp: 1 })
  return deleted
}

/** Seconds since the last clean-up, to the minute. Null: there was none as long as can be remembered. */
export async function cleanUpAge(ctx: Pick<Context, 'db' | 'now'>): Promise<number | null> {
  const last = (await readLatest(ctx, ['_cleanUp'], LIFETIMES.monitoring)).get('_cleanUp')
  return last ? Math.max(0, (ctx.now().getTime() - last.at.getTime()) / 1000) : null
}
