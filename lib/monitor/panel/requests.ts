import { sql } from 'drizzle-orm'
import { MINUTE, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import { percentOf, rateOf } from '../alarm/health'
import type { Uptime } from '../beat/uptime'
import { LATENCY_CLASSES, latencyQuantile } from '../count/latency-buckets'
import type { RequestTally } from '../count/requests'
import { requestCounts } from '../count/schema'
import { figureOf } from './figure'
import type { PanelInput } from './panel-input'
import { floorTo, STEPS, seriesOf, type Window } from './span'

const P95 = 0.95

/** Errors alarm by the last minutes: the mean of a day would hide them. */
const ERROR_WINDOW = 15 * MINUTE

const CLASS_SUMS = sql.raw(
  `array[${Array.from({ length: LATENCY_CLASSES }, (_, place) => `coalesce(sum(buckets[${place + 1}]), 0)`).join(', ')}]::float8[]`,
)

type CountRow = { place: number } & RequestTally

export async function readRequests(
  { db }: DataContext,
  window: Pick<Window, 'step' | 'bucket' | 'from' | 'to'>,
): Promise<CountRow[]> {
  const { rows } = await db.execute<CountRow>(sql`
    select floor(extract(epoch from at - ${window.from}::timestamptz) / ${window.bucket})::int as place,
      sum(requests)::float8 as requests, sum(errors)::float8 as errors, sum(latency) as latency,
      ${CLASS_SUMS} as buckets
    from ${requestCounts}
    where step = ${window.step} and at >= ${window.from} and at <= ${window.to} group by 1`)
  return rows
}

const total = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0)

function sumOf(rows: CountRow[]): RequestTally {
  const sum = (key: 'requests' | 'errors' | 'latency') => total(rows.map((row) => row[key]))
  return {
    requests: sum('requests'),
    errors: sum('errors'),
    latency: sum('latency'),
    buckets: Array.from({ length: LATENCY_CLASSES }, (_, place) =>
      total(rows.map(({ buckets }) => buckets[place] ?? 0)),
    ),
  }
}

/** Requests and errors of the last quarter of an hour, for the alarm. */
export async function readRecentErrors(ctx: DataContext): Promise<Pick<RequestTally, 'requests' | 'errors'>> {
  const now = ctx.now()
  const window = { from: shift(now, -ERROR_WINDOW), to: now, step: STEPS.minute, bucket: STEPS.minute }
  return sumOf(await readRequests(ctx, window))
}

const meanLatency = ({ latency, buckets }: RequestTally): number | null =>
  total(buckets) > 0 ? latency / total(buckets) : null

const seconds = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000

/** The part of the running minute that has passed. */
const runningMinute = ({ to }: Window): number => seconds(floorTo(to, STEPS.minute), to) / 60

/** Minutes of the window since the first heartbeat, one at least. */
const minutesOf = ({ minutes }: Uptime, window: Window): number =>
  Math.max(1, total([...minutes.values()]) + runningMinute(window))

/** The same of one point. */
function minutesAt({ minutes }: Uptime, window: Window, place: number): number {
  const running = place === window.points - 1 ? runningMinute(window) : 0
  return Math.max(1, (minutes.get(place) ?? 0) + running)
}

export function requestFigures(rows: CountRow[], { window, uptime }: PanelInput) {
  const all = sumOf(rows)
  // Requests of unknown time have no latency, and no reason for that.
  const why = all.requests > 0 ? null : undefined
  const errors = rateOf('errorRate', all.errors, all.requests)
  return {
    requestsPerMinute: figureOf('requestsPerMinute', all.requests / minutesOf(uptime, window)),
    latency: figureOf('latency', meanLatency(all), { why }),
    latencyP95: figureOf('latencyP95', latencyQuantile(all.buckets, P95), { why }),
    errorRate: figureOf('errorRate', errors.value, { state: errors.health }),
  }
}

export function requestTrends(rows: CountRow[], { window, uptime, alive }: PanelInput) {
  const series = (value: (row: CountRow) => number | null) =>
    seriesOf(window, new Map(rows.map((row) => [row.place, value(row)])))
  const perMinute = new Map([...alive].map((place): [number, number] => [place, 0]))
  for (const { place, requests } of rows) perMinute.set(place, requests / minutesAt(uptime, window, place))
  return {
    requestsPerMinute: seriesOf(window, perMinute),
    latency: series(meanLatency),
    latencyP95: series(({ buckets }) => latencyQuantile(buckets, P95)),
    errorRate: series(({ errors, requests }) => percentOf(errors, requests)),
  }
}
