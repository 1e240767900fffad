import { z } from 'zod'
import { ALARM_NAMES } from '@/lib/monitoring/alarm-rules'
import { type Figure, type Panel, type Report, SPANS } from '@/lib/monitoring/report'
import type { RouteDocument } from '@/lib/openapi/route-document'

const count = z.int().min(0)
const amount = z.number().nullable()
const moment = z.string().describe('ISO 8601, UTC.')

const health = z
  .enum(['fine', 'warning', 'alarm', 'unknown'])
  .describe('`unknown`: there is no value to judge.')

const figure = z
  .strictObject({
    value: amount.describe('Null: not available.'),
    why: z.string().optional().describe('Why there is no value, a machine word.'),
    limit: amount.optional().describe('What there is at most.'),
    unit: z.enum(['count', 'percent', 'bytes', 'per_second', 'per_minute', 'ms', 'seconds']),
    state: health,
    threshold: z.number().optional().describe('At which it alarms.'),
    source: z.string().optional().describe('Where it comes from, a machine word.'),
  })
  .meta({ id: 'Figure', description: 'One figure of the dashboard.' }) satisfies z.ZodType<Figure>

const series = z
  .strictObject({ from: moment, stepSeconds: count, values: z.array(amount) })
  .meta({ id: 'Series', description: 'Equally spaced points; null where nothing was recorded.' })

const DATABASE = ['connections', 'cpu', 'storage', 'queriesPerSecond'] as const
const EMAIL = [
  'sent',
  'delivered',
  'bounced',
  'bounceRate',
  'complaints',
  'complaintRate',
  'queued',
  'oldestQueued',
] as const
const APPLICATION = [
  'requestsPerMinute',
  'latency',
  'latencyP95',
  'errorRate',
  'uptime',
  'instances',
  'cleanUpAge',
] as const
const USERS = ['total', 'verified', 'pending', 'active', 'disabled'] as const

const panel = <Name extends string>(names: readonly Name[]) => ({
  figures: z.record(z.enum(names), figure),
  trends: z.record(z.enum(names), series),
})

const funnel = z.strictObject({
  registered: count,
  sent: count,
  delivered: count,
  verified: count,
  medianSeconds: amount,
  p95Seconds: amount,
})

const instance = z.strictObject({
  id: z.string(),
  startedAt: moment,
  lastBeatAt: moment,
  version: z.string(),
})
const ses = z.strictObject({
  sent: count,
  bounces: count,
  complaints: count,
  rejects: count,
  difference: z.int().describe('Sent as SES counts, less sent as we do; both of 24 hours.'),
})
const canary = z.strictObject({
  state: z.enum(['off', 'fine', 'late', 'silent']),
  latencyMs: amount,
  lastDeliveredAt: moment.nullable(),
})
const alarm = z.strictObject({
  name: z.enum(ALARM_NAMES),
  state: health,
  since: moment.nullable(),
  value: amount,
  threshold: z.number(),
})

const report = z.strictObject({
  at: moment,
  span: z.enum(SPANS),
  database: z.strictObject(panel(DATABASE)),
  email: z.strictObject({ ...panel(EMAIL), ses: ses.nullable(), canary }),
  application: z.strictObject({ ...panel(APPLICATION), instances: z.array(instance) }),
  users: z.strictObject(panel(USERS)),
  funnel: funnel.extend({ domains: z.array(funnel.extend({ domain: z.string() })) }),
  alarms: z.array(alarm),
  rateLimitScale: z.number(),
}) satisfies z.ZodType<Report>

/** A panel of unsampled figures: an example says how an answer looks, not what a good day is. */
const examplePanel = <Name extends string>(names: readonly Name[]) => {
  const each = <T>(value: T) => Object.fromEntries(names.map((name) => [name, value])) as Record<Name, T>
  return {
    figures: each<Figure>({ value: null, why: 'not_sampled', unit: 'count', state: 'unknown' }),
    trends: each({ from: '2026-03-01T11:01:00.000Z', stepSeconds: 60, values: [null, 12] }),
  } satisfies Panel<Name>
}

const counts = {
  registered: 8,
  sent: 8,
  delivered: 7,
  verified: 6,
  medianSeconds: 74.5,
  p95Seconds: 1190.2,
}

const example: Report = {
  at: '2026-03-01T12:00:00.000Z',
  span: '1h',
  database: examplePanel(DATABASE),
  email: {
    ...examplePanel(EMAIL),
    ses: null,
    canary: { state: 'off', latencyMs: null, lastDeliveredAt: null },
  },
  application: { ...examplePanel(APPLICATION), instances: [] },
  users: examplePanel(USERS),
  funnel: { ...counts, domains: [{ domain: 'example.com', ...counts }] },
  alarms: [{ name: 'bounce_rate', state: 'fine', since: null, value: 0.4, threshold: 5 }],
  rateLimitScale: 1,
}

export const document: RouteDocument = {
  GET: {
    id: 'readMonitoring',
    chapter: 'Operators',
    summary: 'Everything the dashboard shows',
    description:
      'Counts are those of the span; rates of the mail are of the last 24 hours. The last point of a series is still running.',
    access: ['session'],
    query: z.object({
      span: z.enum(SPANS).optional().describe('How far it looks back; 24h where nothing is said.'),
    }),
    answers: { 200: { description: 'The report.', schema: report, example } },
    refusals: ['invalid_input', 'unauthenticated', 'forbidden'],
  },
}
