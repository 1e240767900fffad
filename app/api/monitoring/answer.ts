import { z } from 'zod'
import { SPANS } from '@/lib/i18n/span'
import { ALARM_NAMES } from '@/lib/monitor/alarm/units'
import type { FunnelCounts, Report } from '@/lib/monitor/panel/report'
import { count, panel, time } from '@/openapi/figures'

const database = panel({
  connections:
    'Connections, of those allowed: to the whole server, to this database or of our role, whichever is fullest.',
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

const difference = z.int().nullable()

const ses = z
  .union([
    z.strictObject({
      sent: count,
      bounces: count.describe('Hard ones.'),
      complaints: count,
      rejects: count,
      differences: z
        .strictObject({
          sent: difference,
          bounces: difference,
          complaints: difference,
          rejects: difference,
        })
        .describe(
          'Each less what we counted at that moment; null: nobody reports it to us. Mail about alarms and canaries SES alone counts.',
        ),
    }),
    z.strictObject({
      why: z
        .enum(['ses_not_used', 'ses_silent'])
        .describe('Mail does not leave through SES, or SES has not answered for 35 minutes, or refused to.'),
    }),
  ])
  .describe('What Amazon SES itself counted in the last 24 hours, or why that is not known.')

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
  requestsPerMinute:
    'Requests a minute, pages and API alike, in the mean of the span or since the first server ran.',
  latency: 'Mean milliseconds until an answer was out, in the span.',
  latencyP95: 'Milliseconds that 95 % of the answers took at most, in the span; estimated from classes.',
  errorRate: 'Per cent of requests answered with 500 or above, in the span.',
  uptime: 'Per cent of minutes in which any server ran, in the span or since the first one did.',
  instances: 'Servers that run.',
  cleanUpAge:
    'Seconds since rows past their age were last deleted; where they never were, since a server first ran.',
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
  delivered: count
    .nullable()
    .describe(
      'Of them, whose verification e-mail was reported delivered; null: nobody reports, and `email.figures.delivered` says why.',
    ),
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
      'Those of most sign-ups, ten at most, each of five or more, chosen among the thirty largest of each day of the span (`1h`: of each hour); `other` for all the rest.',
    ),
  ...funnel.shape,
})

const alarm = z.strictObject({
  name: z.enum(ALARM_NAMES),
  state: z
    .enum(['fine', 'alarm', 'unknown'])
    .describe(
      '`alarm` until it was measured to be over; `unknown`: not measured in the last five minutes, or it could not be. ' +
        'Without messages, requests or canaries to judge, `fine`.',
    ),
  since: time.nullable().describe('Since when it is raised, or is not; null: never measured.'),
  value: z
    .number()
    .nullable()
    .describe('The last measurement; null: there was nothing to measure, or it is not known.'),
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
