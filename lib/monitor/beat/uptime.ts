import { sql } from 'drizzle-orm'
import type { DataContext } from '../../kernel/context'
import { tallies, tallyMarks } from '../count/schema'
import { BEAT_KIND } from '../count/tallies'
import { floorTo, STEPS, type Window } from '../panel/span'
import { beatMinutes } from './schema'

/** Minutes with a beat of any instance, of those since the first beat of all. */
export type Uptime = {
  /** Share of the window. Null: no full minute has passed yet. */
  percent: number | null
  /** Share of each point, by its place. */
  places: Map<number, number>
  /** Full minutes of each point since the first beat. */
  minutes: Map<number, number>
}

/** The first known minute in which some instance lived. */
export async function readFirstBeat({ db }: DataContext): Promise<Date | null> {
  const [first] = await db.select({ at: beatMinutes.at }).from(beatMinutes).orderBy(beatMinutes.at).limit(1)
  return first?.at ?? null
}

/**
 * Reads the uptime of a window. The first beat of all begins the count, so that a new installation was not "down"
 * before it was there; the running minute is left out.
 */
export async function readUptime(ctx: DataContext, window: Window): Promise<Uptime> {
  const end = floorTo(window.to, STEPS.minute)
  const { rows } = await ctx.db.execute<{ place: number; beaten: number; expected: number }>(sql`
    with first as (select greatest(${window.from}::timestamptz, min(at)) as at from ${beatMinutes} having min(at) is not null),
    beats as (
      select floor(extract(epoch from at - ${window.from}::timestamptz) / ${window.bucket})::int as place,
        sum(amount)::int as beaten
      from (
        select at, amount from ${tallies}
        where step = ${window.step} and kind = ${BEAT_KIND} and at >= ${window.from} and at <= ${window.to}
        union all select at, amount from ${tallyMarks}
        where kind = ${BEAT_KIND} and at >= ${window.from} and at <= ${window.to}
        union all select at, -1 from ${beatMinutes} where at = ${end}
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
