import { sql } from 'drizzle-orm'
import { MINUTE, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import { BOUNDS, judge, judgeRate, percentOf, plainFigure } from '../alarm/judge'
import { readRunning, type readUptime } from '../beat/heartbeat'
import { cleanUpAge } from '../clean-up'
import { LATENCY_CLASSES, latencyQuantile } from '../count/latency-buckets'
import type { RequestTally } from '../count/requests'
import type { Trends } from './database'
import type { ApplicationFigure, Figure, Panel } from './report'
import { floorTo, STEPS, seriesOf, type Window } from './span'

const P95 = 0.95

/** Errors alarm by what happens now, not by what a whole day averages out. */
const ERROR_WINDOW = 15 * MINUTE

const CLASS_SUMS = sql.raw(
  `array[${Array.from({ length: LATENCY_CLASSES }, (_, place) => `coalesce(sum(buckets[${place + 1}]), 0)`).join(', ')}]::float8[]`,
)

type CountRow = { place: number } & RequestTally

async function readRequests(
  { db }: DataContext,
  window: Pick<Window, 'step' | 'bucket' | 'from' | 'to'>,
): Promise<CountRow[]> {
  const { rows } = await db.execute<CountRow>(sql`
    select floor(extract(epoch from at - ${window.from}::timestamptz) / ${window.bucket})::int as place,
      sum(requests)::float8 as requests, sum(errors)::float8 as errors, sum(latency) as latency,
      ${CLASS_SUMS} as buckets
    from request_counts
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

/** What there is of the minute that runs. */
const runningMinute = ({ to }: Window): number => seconds(floorTo(to, STEPS.minute), to) / 60

/** The minutes that requests are shared out over: those since the first heartbeat, one at least. */
const minutesOf = ({ minutes }: Uptime, window: Window): number =>
  Math.max(1, total([...minutes.values()]) + runningMinute(window))

/** The same of one point. */
function minutesAt({ minutes }: Uptime, window: Window, place: number): number {
  const running = place === window.points - 1 ? runningMinute(window) : 0
  return Math.max(1, (minutes.get(place) ?? 0) + running)
}

function requestFigures(rows: CountRow[], window: Window, uptime: Uptime) {
  const all = sumOf(rows)
  const none = all.requests === 0 ? { why: 'no_requests' } : {}
  const perMinute = all.requests / minutesOf(uptime, window)
  return {
    requestsPerMinute: plainFigure(perMinute, 'per_minute', 'requests'),
    latency: plainFigure(meanLatency(all), 'ms', 'requests', none),
    latencyP95: plainFigure(latencyQuantile(all.buckets, P95), 'ms', 'requests', none),
    errorRate: {
      ...plainFigure(percentOf(all.errors, all.requests), 'percent', 'requests', none),
      state: judgeRate('errorRate', all.errors, all.requests),
      threshold: BOUNDS.errorRate.alarm,
    },
  } satisfies Partial<Record<ApplicationFigure, Figure>>
}

function requestTrends(rows: CountRow[], window: Window, uptime: Uptime, alive: Set<number>) {
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

function cleanUpFigure(age: number | null): Figure {
  const figure = plainFigure(age, 'seconds', 'clean_up', age === null ? { why: 'never_ran' } : {})
  return { ...figure, state: judge(age, BOUNDS.cleanUpAge), threshold: BOUNDS.cleanUpAge.alarm }
}

type Uptime = Awaited<ReturnType<typeof readUptime>>

export async function readApplicationPanel(
  ctx: DataContext,
  window: Window,
  uptime: Uptime,
  alive: Set<number>,
  gauges: Trends,
): Promise<
  Panel<ApplicationFigure> & {
    instances: { id: string; startedAt: string; lastBeatAt: string; version: string }[]
  }
> {
  const [rows, running, age] = await Promise.all([
    readRequests(ctx, window),
    readRunning(ctx),
    cleanUpAge(ctx),
  ])
  return {
    figures: {
      ...requestFigures(rows, window, uptime),
      uptime: plainFigure(
        uptime.percent,
        'percent',
        'heartbeats',
        uptime.percent === null ? { why: 'no_full_minute_yet' } : {},
      ),
      instances: plainFigure(running.length, 'count', 'heartbeats'),
      cleanUpAge: cleanUpFigure(age),
    },
    trends: {
      ...requestTrends(rows, window, uptime, alive),
      uptime: seriesOf(window, uptime.places),
      instances: seriesOf(window, gauges.get('instances') ?? new Map()),
      cleanUpAge: seriesOf(window, gauges.get('cleanUpAge') ?? new Map()),
    },
    instances: running.map(({ id, version, startedAt, lastBeatAt }) => ({
      id,
      version,
      startedAt: startedAt.toISOString(),
      lastBeatAt: lastBeatAt.toISOString(),
    })),
  }
}
