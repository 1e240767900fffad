import { z } from 'zod'
import { gauge } from '@/lib/monitor/metrics/metric'
import { FORMATS, writeMetrics } from '@/lib/monitor/metrics/text'
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
    summary: 'What the dashboard shows, for Prometheus',
    description:
      'OpenMetrics 1.0 where `Accept` names `application/openmetrics-text`, else Prometheus’ text format 0.0.4. Every server ' +
      'answers for all of them, so that a load balancer may be scraped; what a process counts bears its label `instance`. ' +
      'Where `Authorization` is sent, the cookie is not looked at. No metric names a person.',
    access: ['metricsToken', 'operatorSession'],
    answers: {
      200: {
        description: 'Metrics, of which these are some lines.',
        type: Object.values(FORMATS),
        schema: z.string(),
        example: writeMetrics([USERS], 'text').trimEnd(),
        headers: { Vary: 'The format depends on `Accept`.' },
      },
    },
    refusals: ['unauthenticated', 'forbidden'],
  },
}
