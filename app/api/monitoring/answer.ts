import { z } from 'zod'
import { PROOF_REFUSALS } from '@/lib/browser-proof/refusals'
import { SPANS } from '@/lib/i18n/span'
import { ALARM_NAMES } from '@/lib/monitor/alarm/alarms'
import { PROOF_WAYS } from '@/lib/monitor/count/tallies'
import { type FigureOf, figuresOf } from '@/lib/monitor/figure-names'
import type { PanelName } from '@/lib/monitor/figures'
import type { FunnelCounts, Report } from '@/lib/monitor/panel/report'
import { count, panel, time } from '@/openapi/figures'
import { MEANINGS } from './meanings'

/** A panel as the table of figures has it. */
function panelOf<Name extends PanelName>(name: Name) {
  const meanings = figuresOf(name).map((figure) => [figure, MEANINGS[figure].text])
  return panel(Object.fromEntries(meanings) as Record<FigureOf<Name>, string>)
}

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

const instance = z.strictObject({
  id: z.string().describe('The label `process` of metrics.'),
  startedAt: time,
  lastBeatAt: time.describe('It beats every ten seconds.'),
  version: z.string(),
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

const proofs = z.strictObject({
  ways: z.array(
    z.strictObject({
      way: z
        .enum(PROOF_WAYS)
        .describe('`browser`: in the sign-up itself; `provider`: whoever people sign in through.'),
      verified: count.describe('People who proved their address this way.'),
      medianSeconds: z
        .number()
        .nullable()
        .describe('Seconds from sign-up to verified, for half of them at most.'),
    }),
  ),
  other: count.describe('People who proved it otherwise: through an operator, or a new password.'),
  refusals: z
    .array(z.strictObject({ reason: z.enum(PROOF_REFUSALS), count }))
    .describe(
      'Proofs by browsers that did not count, the most frequent reason first. Each was an ordinary sign-up.',
    ),
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

/** The answer of `GET /api/monitoring`, with the meaning of each figure. */
export const report = z.strictObject({
  at: time.describe('When it was read.'),
  span: z.enum(SPANS),
  database: panelOf('database'),
  email: panelOf('email').extend({ ses, canary }),
  application: panelOf('application').extend({
    instances: z.array(instance).describe('Servers that run, the oldest first.'),
  }),
  users: panelOf('users'),
  funnel: z.strictObject({
    ...funnel.shape,
    domains: z.array(domain).describe('The same by the domain of the address.'),
  }),
  proofs: proofs.describe('How the people of the funnel proved their addresses.'),
  alarms: z.array(alarm).describe('Every alarm there is, raised or not.'),
  rateLimitScale: z.number().describe('`RATE_LIMIT_SCALE`.'),
}) satisfies z.ZodType<Report>
