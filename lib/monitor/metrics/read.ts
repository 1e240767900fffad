import type { CoreContext, DataContext } from '../../kernel/context'
import { hearsReports } from '../../kernel/env/combined-faults'
import { readAlarms } from '../alarm/read'
import { readRunning } from '../beat/heartbeat'
import { cleanUpAge } from '../clean-up'
import { bucketStart } from '../count/duration-buckets'
import { LATENCY_BOUNDS } from '../count/latency-buckets'
import {
  MAIL_KINDS,
  type MailKind,
  readAccounts,
  readAllTime,
  SIGNUP_KINDS,
  type SignupKind,
} from '../count/tallies'
import { readLatest } from '../gauge/gauges'
import { readQueue } from '../panel/email'
import type { Metric, Sample } from './text'

/**
 * Classes of the time from sign-up to verified: octaves from one minute to four and a half hours, then every second one
 * to twelve days.
 */
const DURATION_BOUNDS = [24, 28, 32, 36, 40, 44, 48, 52, 56, 64, 72, 80]

/** Known without a provider's report. */
const UNREPORTED: ReadonlySet<MailKind | SignupKind> = new Set([
  'mail_sent',
  'signup',
  'signup_mailed',
  'signup_verified',
])

const gauge = (name: string, help: string, samples: Sample[]): Metric => ({
  name: `huntaze_${name}`,
  help,
  type: 'gauge',
  samples,
})

const counter = (name: string, help: string, samples: Sample[]): Metric => ({
  name: `huntaze_${name}`,
  help,
  type: 'counter',
  samples,
})

/**
 * What each running process counted since it started. By instance, because whoever scrapes a load balancer meets
 * another process each time: every one answers for all, and a counter still never goes back.
 */
async function requestMetrics(ctx: DataContext): Promise<Metric[]> {
  const running = await readRunning(ctx)
  const by = (value: (one: (typeof running)[number]) => number) =>
    running.map((one) => ({ labels: { instance: one.id }, value: value(one) }))
  return [
    counter(
      'requests',
      'Requests answered, pages and API alike; without successes whose client left before they were out.',
      by(({ requests }) => requests),
    ),
    counter(
      'request_errors',
      'Requests answered with a status of 500 or more, or about to be when their client left.',
      by(({ errors }) => errors),
    ),
    {
      name: 'huntaze_request_duration_seconds',
      help: 'Time until the answer was out.',
      type: 'histogram',
      bounds: LATENCY_BOUNDS.map((bound) => bound / 1000),
      distributions: running.map(({ id, buckets, latency }) => ({
        labels: { instance: id },
        counts: buckets,
        sum: latency / 1000,
      })),
    },
    gauge(
      'instance_start_time_seconds',
      'When the process started.',
      by(({ startedAt }) => startedAt.getTime() / 1000),
    ),
  ]
}

/** What the provider reports is left out where nobody reports: 0 would be an invention. */
const isKnown = ({ env }: CoreContext, kind: MailKind | SignupKind): boolean =>
  hearsReports(env.email) || UNREPORTED.has(kind)

async function mailMetrics(ctx: CoreContext): Promise<Metric[]> {
  const counts = await readAllTime(ctx.db, MAIL_KINDS)
  const { queued, oldest } = await readQueue(ctx)
  const samples = MAIL_KINDS.filter((kind) => isKnown(ctx, kind)).map((kind) => ({
    labels: { state: kind.replace('mail_', '') },
    value: counts.find((row) => row.kind === kind)?.amount ?? 0,
  }))
  return [
    counter('messages', 'Messages that reached a state.', samples),
    gauge('messages_queued', 'Messages that wait to leave.', [{ value: queued }]),
    gauge('messages_oldest_queued_seconds', 'Age of the oldest message that waits to leave.', [
      { value: oldest },
    ]),
  ]
}

async function signupMetrics(ctx: CoreContext): Promise<Metric[]> {
  const rows = await readAllTime(ctx.db, SIGNUP_KINDS)
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const amount = (kind: string) => of(kind).reduce((total, row) => total + row.amount, 0)
  const verified = of('signup_verified')
  const counts = [...DURATION_BOUNDS, Number.POSITIVE_INFINITY].map((bound, place) => {
    const from = DURATION_BOUNDS[place - 1] ?? -1
    const inside = verified.filter(({ bucket }) => bucket < bound && bucket >= from)
    return inside.reduce((total, row) => total + row.amount, 0)
  })
  // Only classes are kept: a class counts as its middle.
  const sum = verified.reduce((total, row) => total + row.amount * bucketStart(row.bucket + 0.5), 0)
  return [
    counter(
      'signups',
      'People who signed up, by how far they came.',
      SIGNUP_KINDS.filter((kind) => isKnown(ctx, kind)).map((kind) => ({
        labels: { stage: kind === 'signup' ? 'registered' : kind.replace('signup_', '') },
        value: amount(kind),
      })),
    ),
    {
      name: 'huntaze_signup_verification_seconds',
      help: 'Time from sign-up to verified; its sum is estimated from classes.',
      type: 'histogram',
      bounds: DURATION_BOUNDS.map((bound) => bucketStart(bound)),
      distributions: [{ counts, sum }],
    },
  ]
}

async function accountMetrics(ctx: DataContext): Promise<Metric[]> {
  const { users, users_verified: verified, users_disabled: disabled } = await readAccounts(ctx.db)
  return [
    gauge('users', 'Accounts.', [
      { labels: { state: 'verified' }, value: verified },
      { labels: { state: 'pending' }, value: users - verified },
    ]),
    gauge('users_disabled', 'Accounts that are disabled, among the others.', [{ value: disabled }]),
  ]
}

const READINGS = [
  ['active', 'users_active', 'Accounts seen in the last 24 hours.'],
  ['connections', 'database_connections', 'Connections to the database server.'],
  ['connectionsLimit', 'database_connections_limit', 'Connections the database server takes.'],
  ['cpu', 'database_cpu_percent', 'How busy the processors of the database server are.'],
  ['storage', 'database_bytes', 'Size of the database.'],
  ['storageLimit', 'database_bytes_limit', 'What the database may grow to.'],
  [
    'queriesPerSecond',
    'database_queries_per_second',
    'Statements, or transactions where those are not counted.',
  ],
] as const

async function readings(ctx: DataContext): Promise<Metric[]> {
  const latest = await readLatest(
    ctx,
    READINGS.map(([name]) => name),
  )
  return READINGS.map(([name, metric, help]) => {
    const reading = latest.get(name)
    return gauge(metric, help, reading ? [{ value: reading.value }] : [])
  })
}

/** Everything `GET /api/metrics` tells. */
export async function readMetrics(ctx: CoreContext): Promise<Metric[]> {
  const [requests, mail, signups, accounts, read, alarms, age] = await Promise.all([
    requestMetrics(ctx),
    mailMetrics(ctx),
    signupMetrics(ctx),
    accountMetrics(ctx),
    readings(ctx),
    readAlarms(ctx),
    cleanUpAge(ctx),
  ])
  return [
    ...requests,
    ...mail,
    ...signups,
    ...accounts,
    ...read,
    gauge('clean_up_age_seconds', 'Time since the last clean-up.', age === null ? [] : [{ value: age }]),
    gauge(
      'alarm',
      'Whether an alarm is raised; left out while that is not known.',
      alarms
        .filter(({ state }) => state !== 'unknown')
        .map(({ name, state }) => ({ labels: { alarm: name }, value: state === 'alarm' ? 1 : 0 })),
    ),
  ]
}
