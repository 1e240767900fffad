import { sql } from 'drizzle-orm'
import { shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import type { SampledGauge, Sampler } from '../figure-names'
import type { SesCount } from '../panel/report'
import { floorTo, RESOLUTIONS, STALE, STEPS, type Window } from '../panel/span'
import { gauges } from './schema'

/** Counters and marks of our own, which no figure shows. */
type OwnGauge =
  | '_statements'
  | '_transactions'
  | '_countedAt'
  | '_cleanUp'
  | '_sampled'
  | '_sesAsked'
  | `_${'ses' | 'own'}${Capitalize<SesCount>}`

/** Values that are read off once a minute. */
export type GaugeName = SampledGauge | OwnGauge

export type Readings = Partial<Record<GaugeName, number | null>>

/** All readings of one instrument. */
export type Sampled<From extends Sampler> = Readings & Record<SampledGauge<From>, number | null>

export type Latest = Map<GaugeName, { value: number; at: Date }>
export type Trends = Map<string, Map<number, number>>

/** Stores readings; a null is left out, so that the trend has a gap. */
export async function recordGauges(
  { db }: DataContext,
  { at, readings }: { at: Date; readings: Readings },
): Promise<void> {
  const known = Object.entries(readings).filter((entry): entry is [string, number] => entry[1] !== null)
  if (known.length === 0) return
  const rows = known.flatMap(([name, value]) =>
    RESOLUTIONS.map((step) => sql`(${step}, ${name}, ${floorTo(at, step)}, ${value}, 1)`),
  )
  await db.execute(sql`
    insert into ${gauges} as g (step, name, at, total, samples) values ${sql.join(rows, sql`, `)}
    on conflict (step, name, at) do update set
      total = g.total + excluded.total, samples = g.samples + excluded.samples`)
}

/** Claims the running minute. @returns true for one caller of all processes */
export async function claimMinute({ db, now }: DataContext): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    insert into ${gauges} (step, name, at, total, samples)
    values (${STEPS.minute}, '_sampled', ${floorTo(now(), STEPS.minute)}, 1, 1) on conflict do nothing`)
  return rowCount === 1
}

/** The newest reading of each, none older than `age` milliseconds. */
export async function readLatest(ctx: DataContext, names: GaugeName[], age: number = STALE): Promise<Latest> {
  const now = ctx.now()
  const { rows } = await ctx.db.execute<{ name: GaugeName; value: number; at: number }>(sql`
    select wanted.name, newest.value, newest.at
    from unnest(${`{${names.join(',')}}`}::text[]) wanted (name)
    cross join lateral (
      select total / samples as value, extract(epoch from at)::float8 * 1000 as at from ${gauges}
      where step = ${STEPS.minute} and gauges.name = wanted.name
        and at > ${shift(now, -age)} and at <= ${now}
      order by at desc limit 1
    ) newest`)
  return new Map(rows.map(({ name, value, at }) => [name, { value, at: new Date(at) }]))
}

/** The mean reading of each point of a window. */
export async function readTrends(
  { db }: DataContext,
  { names, window }: { names: GaugeName[]; window: Window },
): Promise<Trends> {
  const { rows } = await db.execute<{ name: string; place: number; value: number }>(sql`
    select name, floor(extract(epoch from at - ${window.from}::timestamptz) / ${window.bucket})::int as place,
      sum(total) / sum(samples) as value
    from ${gauges}
    where step = ${window.step} and name in ${names} and at >= ${window.from} and at <= ${window.to}
    group by 1, 2`)
  const trends: Trends = new Map(names.map((name) => [name, new Map()]))
  for (const { name, place, value } of rows) trends.get(name)?.set(place, value)
  return trends
}
