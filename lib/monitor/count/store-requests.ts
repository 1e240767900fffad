import { sql } from 'drizzle-orm'
import type { DataContext } from '../../kernel/context'
import { floorTo, RESOLUTIONS } from '../panel/span'
import type { RequestCounter, RequestTally } from './requests'
import { requestCounts } from './schema'

/** An array of PostgreSQL; drizzle would write a JavaScript one as a list. */
export const bigints = (values: number[]) => sql`${`{${values.join(',')}}`}::bigint[]`

/** `left` and `right` added place by place. */
const sumOfArrays = (left: string, right: string) => sql`array(
  select coalesce(one, 0) + coalesce(other, 0)
  from unnest(${sql.raw(left)}, ${sql.raw(right)}) with ordinality as pair (one, other, place) order by place)`

const rowsOf = (minutes: Map<number, RequestTally>, instance: string) =>
  [...minutes].flatMap(([minute, { requests, errors, latency, buckets }]) =>
    RESOLUTIONS.map(
      (step) =>
        sql`(${step}::int, ${floorTo(new Date(minute), step)}::timestamptz, ${instance}, ${requests}::bigint, ${errors}::bigint, ${latency}::float8, ${bigints(buckets)})`,
    ),
  )

/**
 * Adds the counter's minutes to the stored ones. Minutes that cannot be stored go back to the counter; only a process
 * that dies takes its last seconds along.
 */
export async function storeRequests(
  ctx: DataContext,
  { counter, instance }: { counter: RequestCounter; instance: string },
): Promise<void> {
  const minutes = counter.take()
  if (minutes.size === 0) return
  // Several minutes fall into one hour, and an upsert may touch a row once.
  const rows = sql.join(rowsOf(minutes, instance), sql`, `)
  try {
    await ctx.db.execute(sql`
      with fresh as (select * from (values ${rows}) v (step, at, instance, requests, errors, latency, buckets)),
      classes as (
        select step, at, place, sum(amount) as amount
        from fresh, unnest(buckets) with ordinality as class (amount, place) group by 1, 2, 3
      )
      insert into ${requestCounts} as c (step, at, instance, requests, errors, latency, buckets)
      select step, at, instance, sum(requests), sum(errors), sum(latency),
        array(select amount from classes k where k.step = fresh.step and k.at = fresh.at order by place)
      from fresh group by step, at, instance
      on conflict (step, at, instance) do update set
        requests = c.requests + excluded.requests,
        errors = c.errors + excluded.errors,
        latency = c.latency + excluded.latency,
        buckets = ${sumOfArrays('c.buckets', 'excluded.buckets')}`)
  } catch (error) {
    counter.putBack(minutes)
    throw error
  }
}
