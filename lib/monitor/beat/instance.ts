import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { MINUTE, SECOND, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import type { RequestTally } from '../count/requests'
import { tallyMarks } from '../count/schema'
import { bigints } from '../count/store-requests'
import { BEAT_KIND } from '../count/tallies'
import { floorTo, STEPS } from '../panel/span'
import { beatMinutes, instances } from './schema'

/** One server process, from its start to its end. */
export type Instance = {
  id: string
  version: string
  nodeVersion: string
  /** A server of our own; other hosts freeze and end processes as they please, and their silence means nothing. */
  longLived: boolean
}

/** Interval between beats: a crash loses the counts of one. */
export const BEAT = 10 * SECOND

/** An instance is gone after this long without a beat. */
export const SILENCE = MINUTE

/** The longest pause within one row of beats: the database may have been away in a longer one. */
const GAP = 2 * BEAT

export const newInstance = ({ longLived, version }: Pick<Instance, 'longLived' | 'version'>): Instance => ({
  id: randomBytes(6).toString('hex'),
  version,
  nodeVersion: process.versions.node,
  longLived,
})

/**
 * Stores that this instance lives, with its counts since it started; its first beat is its start. `isLast`: the
 * instance was asked to end.
 */
export async function beat(
  ctx: DataContext,
  { instance, counted, isLast = false }: { instance: Instance; counted: RequestTally; isLast?: boolean },
): Promise<void> {
  const now = ctx.now()
  const { id, version: release, nodeVersion, longLived } = instance
  await ctx.db.execute(sql`
    with minute as (
      insert into ${beatMinutes} (at) values (${floorTo(now, STEPS.minute)}) on conflict do nothing returning at
    ),
    mark as (
      insert into ${tallyMarks} (kind, at, amount) select ${BEAT_KIND}, at, 1 from minute
    )
    insert into ${instances} as i (id, version, node_version, long_lived, started_at, last_beat_at, beating_since,
      stopped_at, requests, errors, latency, buckets)
    values (${id}, ${release}, ${nodeVersion}, ${longLived}, ${now}, ${now}, ${now},
      ${isLast ? now : null}::timestamptz, ${counted.requests}, ${counted.errors}, ${counted.latency}, ${bigints(counted.buckets)})
    on conflict (id) do update set last_beat_at = excluded.last_beat_at, stopped_at = excluded.stopped_at,
      beating_since = case when i.last_beat_at >= ${shift(now, -GAP)} then coalesce(i.beating_since, ${now}) else ${now} end,
      requests = excluded.requests, errors = excluded.errors, latency = excluded.latency, buckets = excluded.buckets`)
}
