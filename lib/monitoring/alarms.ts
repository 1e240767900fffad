import { eq } from 'drizzle-orm'
import type { Context } from '../context'
import type { Queryable } from '../db/client'
import { alarms } from '../db/schema'
import { ALARM_NAMES, ALARMS, type AlarmName, type Measure, measure } from './alarm-rules'
import { advanceAlarm, dueNotice } from './alarm-state'
import { tell } from './notify'
import type { AlarmReport } from './report'

export type AlarmContext = Pick<Context, 'db' | 'env' | 'now' | 'log' | 'mail'>

type Row = typeof alarms.$inferSelect

/**
 * Measures, keeps each alarm's state, and tells whoever is configured what is new. One process at a time does this
 * (`claimMinute`). What could not be told is told at the next measurement.
 */
export async function evaluateAlarms(ctx: AlarmContext): Promise<void> {
  const before = await readRows(ctx.db)
  for (const measured of await measure(ctx)) await evaluate(ctx, before.get(measured.name), measured)
}

const readRows = async (db: Queryable): Promise<Map<string, Row>> =>
  new Map((await db.select().from(alarms)).map((row) => [row.name, row]))

async function evaluate(
  ctx: AlarmContext,
  before: Row | undefined,
  { name, value, health }: Measure,
): Promise<void> {
  const now = ctx.now()
  const state = { ...advanceAlarm(before, health, now), name, value }
  const { raised, since, calmSince, notifiedAt } = state
  await ctx.db
    .insert(alarms)
    .values({ name, raised, since, calmSince, value, notifiedAt })
    .onConflictDoUpdate({ target: alarms.name, set: { raised, since, calmSince, value } })
  const notice = dueNotice(state, now)
  if (notice === null) return
  if (!(await tell(ctx, { notice, name, value, threshold: ALARMS[name].threshold, since }))) return
  await ctx.db.update(alarms).set({ notifiedAt: now }).where(eq(alarms.name, name))
}

/** Every alarm, raised or not. `unknown`: not measured yet, or nothing to measure. */
export async function readAlarms(db: Queryable): Promise<AlarmReport[]> {
  const rows = await readRows(db)
  return ALARM_NAMES.map((name: AlarmName) => {
    const row = rows.get(name)
    return {
      name,
      state: row?.raised ? 'alarm' : row ? 'fine' : 'unknown',
      since: row?.since.toISOString() ?? null,
      value: row?.value ?? null,
      threshold: ALARMS[name].threshold,
    }
  })
}
