import { z } from 'zod'
import type { requireOperatorCall } from '@/lib/http/guard/operator'
import type { RefusalOf } from '@/lib/kernel/result'
import { gauge } from '@/lib/monitor/metrics/metric'
import { FORMATS, writeMetrics } from '@/lib/monitor/metrics/text'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

/** A gauge looks the same in both formats. */
const USERS = gauge('users', 'Accounts.', [
  { labels: { state: 'verified' }, value: 1204 },
  { labels: { state: 'pending' }, value: 87 },
])

export const document: RouteDocument = {
  GET: {
    id: 'metrics',
    chapter: 'Operation',
    summary: 'Returns the dashboard’s figures for Prometheus',
    description:
      'Prometheus’ text format 0.0.4; OpenMetrics 1.0 for a client whose `Accept` names `application/openmetrics-text` and no ' +
      'text. Every server answers for all of them, so that a load balancer can be scraped; figures of one process carry the ' +
      'label `process`, and in this release also its old name `instance`, which Prometheus calls `exported_instance`. ' +
      'With `Authorization`, the cookie is ignored. No metric names a person.',
    access: ['metricsToken', 'operatorSession'],
    answers: {
      200: {
        description: 'Metrics; an excerpt.',
        type: Object.values(FORMATS),
        schema: z.string(),
        example: writeMetrics([USERS], 'text').trimEnd(),
        headers: { Vary: 'The format depends on `Accept`.' },
      },
    },
    refusals: codes<RefusalOf<typeof requireOperatorCall>>()([
      'unauthenticated',
      'forbidden',
      'second_factor_needed',
    ]),
  },
}
