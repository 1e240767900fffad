import { sql } from 'drizzle-orm'
import { HOUR, SECOND, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import type { RequestTally } from '../count/requests'
import { SILENCE } from './instance'
import { instances } from './schema'

/** A lost instance raises its alarm for this long. */
const LOST_FOR = HOUR

export type RunningInstance = {
  id: string
  version: string
  startedAt: Date
  lastBeatAt: Date
} & RequestTally

type InstanceRow = {
  id: string
  version: string
  started: number
  beaten: number
  requests: string
  errors: string
  latency: number
  buckets: string[]
}

/** The instances that live, the oldest first. */
export async function readRunning(ctx: DataContext): Promise<RunningInstance[]> {
  const { rows } = await ctx.db.execute<InstanceRow>(sql`
    select id, version, extract(epoch from started_at)::float8 * 1000 as started,
      extract(epoch from last_beat_at)::float8 * 1000 as beaten, requests, errors, latency, buckets
    from ${instances}
    where last_beat_at > ${shift(ctx.now(), -SILENCE)} and stopped_at is null
    order by started_at, id`)
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    startedAt: new Date(row.started),
    lastBeatAt: new Date(row.beaten),
    requests: Number(row.requests),
    errors: Number(row.errors),
    latency: row.latency,
    buckets: row.buckets.map(Number),
  }))
}

/**
 * Counts instances that went silent in the last hour without having been asked to end. Another one must have beaten
 * without a gap for as long: after a time without the database all are silent, and one is back first.
 */
export async function countLost(ctx: DataContext): Promise<number> {
  const now = ctx.now()
  const silence = sql`make_interval(secs => ${SILENCE / SECOND})`
  const { rows } = await ctx.db.execute<{ lost: number }>(sql`
    select count(*)::int as lost from ${instances}
    where last_beat_at <= ${shift(now, -SILENCE)} and last_beat_at > ${shift(now, -LOST_FOR)}
      and stopped_at is null and long_lived and exists (
        select from ${instances} witness
        where witness.last_beat_at >= instances.last_beat_at + ${silence} and witness.last_beat_at >= witness.beating_since + ${silence})`)
  return rows[0]?.lost ?? 0
}
