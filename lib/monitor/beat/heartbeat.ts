import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { HOUR, MINUTE, SECOND, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import type { RequestTally } from '../count/requests'
import { bigints } from '../count/store-requests'
import { BEAT_KIND } from '../count/tallies'
import { floorTo, STEPS, type Window } from '../panel/span'
import { beatMinutes } from './schema'

/** One server process, from its start to its end. */
export type Instance = {
  id: string
  version: string
  nodeVersion: string
  /** A server of our own; other hosts freeze and end processes as they please, and their silence means nothing. */
  longLived: boolean
  startedAt: Date
}

/** How often an instance says that it lives and stores what it counted: what a crash can lose. */
export const BEAT = 10 * SECOND

/** Without a beat for so long, an instance is gone. */
export const SILENCE = MINUTE

/** Beats further apart than this are not one row of beats: the database may have been away in between. */
const GAP = 2 * BEAT

/** An instance that died is told of for so long. */
const MOURNING = HOUR

export const newInstance = (
  { now }: DataContext,
  { longLived, version }: Pick<Instance, 'longLived' | 'version'>,
): Instance => ({
  id: randomBytes(6).toString('hex'),
  version,
  nodeVersion: process.versions.node,
  longLived,
  startedAt: now(),
})

/** Says that this instance lives, and what it has counted since it started; `isLast` that it ends as it was asked to. */
export async function beat(
  ctx: DataContext,
  { instance, counted, isLast = false }: { instance: Instance; counted: RequestTally; isLast?: boolean },
): Promise<void> {
  const now = ctx.now()
  const { id, version: release, nodeVersion, longLived, startedAt } = instance
  await ctx.db.execute(sql`
    with minute as (
      insert into beat_minutes (at) values (${floorTo(now, STEPS.minute)}) on conflict do nothing returning at
    ),
    mark as (
      insert into tally_marks (kind, at, amount) select ${BEAT_KIND}, at, 1 from minute
    )
    insert into instances as i (id, version, node_version, long_lived, started_at, last_beat_at, beating_since,
      stopped_at, requests, errors, latency, buckets)
    values (${id}, ${release}, ${nodeVersion}, ${longLived}, ${startedAt}, ${now}, ${now},
      ${isLast ? now : null}::timestamptz, ${counted.requests}, ${counted.errors}, ${counted.latency}, ${bigints(counted.buckets)})
    on conflict (id) do update set last_beat_at = excluded.last_beat_at, stopped_at = excluded.stopped_at,
      beating_since = case when i.last_beat_at >= ${shift(now, -GAP)} then coalesce(i.beating_since, ${now}) else ${now} end,
      requests = excluded.requests, errors = excluded.errors, latency = excluded.latency, buckets = excluded.buckets`)
}

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
    from instances
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
 * How many instances went silent in the last hour without having been asked to end. Somebody else has to have beaten
 * without a gap for as long as that takes: where the database was away, all are silent, and one is back first.
 */
export async function countLost(ctx: DataContext): Promise<number> {
  const now = ctx.now()
  const silence = sql`make_interval(secs => ${SILENCE / SECOND})`
  const { rows } = await ctx.db.execute<{ lost: number }>(sql`
    select count(*)::int as lost from instances
    where last_beat_at <= ${shift(now, -SILENCE)} and last_beat_at > ${shift(now, -MOURNING)}
      and stopped_at is null and long_lived and exists (
        select from instances witness
        where witness.last_beat_at >= instances.last_beat_at + ${silence} and witness.last_beat_at >= witness.beating_since + ${silence})`)
  return rows[0]?.lost ?? 0
}

/** The first minute that is known in which some instance lived. */
export async function readFirstBeat({ db }: DataContext): Promise<Date | null> {
  const [first] = await db.select({ at: beatMinutes.at }).from(beatMinutes).orderBy(beatMinutes.at).limit(1)
  return first?.at ?? null
}

/**
 * The minutes with a beat of any instance: by place, and what share of the whole they are. The first beat of all
 * begins the count, so that a new installation was not "down" before it was there; the minute that runs is left out.
 * `minutes`: how many full ones each place has since then.
 */
export async function readUptime(
  ctx: DataContext,
  window: Window,
): Promise<{ percent: number | null; places: Map<number, number>; minutes: Map<number, number> }> {
  const end = floorTo(window.to, STEPS.minute)
  const { rows } = await ctx.db.execute<{ place: number; beaten: number; expected: number }>(sql`
    with first as (select greatest(${window.from}::timestamptz, min(at)) as at from beat_minutes having min(at) is not null),
    beats as (
      select floor(extract(epoch from at - ${window.from}::timestamptz) / ${window.bucket})::int as place,
        sum(amount)::int as beaten
      from (
        select at, amount from tallies
        where step = ${window.step} and kind = ${BEAT_KIND} and at >= ${window.from} and at <= ${window.to}
        union all select at, amount from tally_marks
        where kind = ${BEAT_KIND} and at >= ${window.from} and at <= ${window.to}
        union all select at, -1 from beat_minutes where at = ${end}
      ) counted group by 1
    )
    select place, coalesce(beaten, 0) as beaten, expected from (
      select place, ceil(extract(epoch from
        least(${end}::timestamptz, ${window.from}::timestamptz + make_interval(secs => (place + 1) * ${window.bucket}::float8))
        - greatest(first.at, ${window.from}::timestamptz + make_interval(secs => place * ${window.bucket}::float8))) / 60)::int as expected
      from first, generate_series(0, ${window.points - 1}) as place
    ) points left join beats using (place)
    where expected > 0`)
  const sum = (key: 'beaten' | 'expected') => rows.reduce((total, row) => total + row[key], 0)
  const share = ({ beaten, expected }: { beaten: number; expected: number }) => (100 * beaten) / expected
  return {
    percent: rows.length === 0 ? null : share({ beaten: sum('beaten'), expected: sum('expected') }),
    places: new Map(rows.map((row) => [row.place, share(row)])),
    minutes: new Map(rows.map(({ place, expected }) => [place, expected])),
  }
}
