import { shift } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import type { Env } from '../../kernel/env/env'
import type { AlarmReport } from '../panel/report'
import { STALE } from '../panel/span'
import { ALARM_NAMES, type AlarmName } from './alarms'
import { thresholdOf } from './measure'
import { alarms } from './schema'

type Row = typeof alarms.$inferSelect

/**
 * Every alarm, raised or not. A raised one stays so until a measurement ends it; one that is not raised counts as fine
 * only while it is measured.
 */
export async function readAlarms(ctx: CoreContext): Promise<AlarmReport[]> {
  const rows = new Map((await ctx.db.select().from(alarms)).map((row) => [row.name, row]))
  const oldest = shift(ctx.now(), -STALE)
  return ALARM_NAMES.map((name) => reportOf(name, rows.get(name), oldest, ctx.env))
}

function reportOf(name: AlarmName, row: Row | undefined, oldest: Date, env: Env): AlarmReport {
  const isKnown = row?.known === true && row.measuredAt !== null && row.measuredAt > oldest
  return {
    name,
    state: row?.raised ? 'alarm' : isKnown ? 'fine' : 'unknown',
    since: row?.since.toISOString() ?? null,
    value: isKnown ? row.value : null,
    threshold: thresholdOf(name, env),
  }
}
