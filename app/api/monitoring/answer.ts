import { z } from 'zod'
import { ALARM_NAMES } from '@/lib/monitoring/alarm-rules'
import { type FunnelCounts, type Report, SPANS } from '@/lib/monitoring/report'
import { count, health, panel, time } from '@/lib/openapi/figures'

const database = panel({
  connections: 'Connections to the whole server, of those it takes from us.',
  cpu: 'Per cent that the processors of its machine are busy.',
  storage: 'Bytes of this database; the limit is those and what its disk has free.',
  queriesPerSecond: 'Queries a second, over the last minute.',
})

const email = panel({
  sent: 'Messages that a provider took, in the span.',
  delivered: 'Messages reported delivered, in the span.',
  bounced: 'Messages that bounced in the span, for good, or for now without having arrived since.',
  bounceRate: 'Per cent of hard bounces among what was sent, in the last 24 hours whatever the span.',
  complaints: 'Messages reported as unwanted, in the span.',
  complaintRate: 'Per cent of complaints among what was delivered, in the last 24 hours whatever the span.',
  queued: 'Messages that wait to leave.',
  oldestQueued: 'Seconds that the oldest of those has waited.',
})

const ses = z
  .strictObject({
    sent: count,
    bounces: count,
    complaints: count,
    rejects: count,
    difference: z.int().describe('Its `sent` less what we counted.'),
  })
  .nullable()
  .describe(
    'What Amazon SES itself counted in the last 24 hours; null where it does not send, or says nothing.',
  )

const canary = z
  .strictObject({
    state: z
      .enum(['off', 'fine', 'late', 'silent'])
      .describe('`silent`: canaries leave and none is reported delivered.'),
    latencyMs: z.number().nullable().describe('The median milliseconds from writing one to its delivery.'),
    lastDeliveredAt: time.nullable(),
  })
  .describe('The messages that watch whether mail arrives.')

const application = panel({
  requestsPerMinute: 'Requests a minute, pages and API alike, in the mean of the span.',
  latency: 'Mean milliseconds until an answer was out, in the span.',
  latencyP95: 'Milliseconds that 95 % of the answers took at most, in the span; estimated from classes.',
  errorRate: 'Per cent of requests answered with 500 or above, in the span.',
  uptime: 'Per cent of minutes in which any server ran, in the span.',
  instances: 'Servers that run.',
  cleanUpAge: 'Seconds since rows past their age were last deleted.',
})

const instance = z.strictObject({
  id: z.string().describe('The label `instance` of metrics.'),
  startedAt: time,
  lastBeatAt: time.describe('It beats every ten seconds.'),
  version: z.string(),
})

const users = panel({
  total: 'Accounts.',
  verified: 'Accounts whose address is proven, disabled ones included.',
  pending: 'Accounts whose address is not, disabled ones included.',
  active: 'Accounts seen in the last 24 hours.',
  disabled: 'Accounts that are disabled.',
})

const funnel = z.strictObject({
  registered: count.describe('People who signed up in the span.'),
  sent: count.describe('Of them, whose verification e-mail a provider took.'),
  delivered: count.describe('Of them, whose verification e-mail was reported delivered.'),
  verified: count.describe('Of them, who proved their address.'),
  medianSeconds: z
    .number()
    .nullable()
    .describe('Seconds from sign-up to verified, for half of them at most.'),
  p95Seconds: z.number().nullable().describe('The same for 95 % of them.'),
}) satisfies z.ZodType<FunnelCounts>

const domain = z.strictObject({
  domain: z
    .string()
    .describe(
      'Those of most sign-ups, ten at most, each of five or more, chosen among the thirty largest of each day of the span (`1h`: of each hour) and of all time; `other` for all the rest.',
    ),
  ...funnel.shape,
})

const alarm = z.strictObject({
  name: z.enum(ALARM_NAMES),
  state: health.describe('`unknown`: not measured yet, or nothing to measure. An alarm has no warning.'),
  since: time.nullable().describe('Since when it is raised, or is not.'),
  value: z.number().nullable().describe('The last measurement.'),
  threshold: z.number().describe('From which on it is raised, in the unit of the value.'),
})

/** What `GET /api/monitoring` answers, with what each figure means. */
export const report = z.strictObject({
  at: time.describe('When it was read.'),
  span: z.enum(SPANS),
  database,
  email: email.extend({ ses, canary }),
  application: application.extend({
    instances: z.array(instance).describe('Servers that run, the oldest first.'),
  }),
  users,
  funnel: z.strictObject({
    ...funnel.shape,
    domains: z.array(domain).describe('The same by the domain of the address.'),
  }),
  alarms: z.array(alarm).describe('Every alarm there is, raised or not.'),
  rateLimitScale: z.number().describe('`RATE_LIMIT_SCALE`.'),
}) satisfies z.ZodType<Report>
