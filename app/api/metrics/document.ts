import { z } from 'zod'
import { FORMATS } from '@/lib/monitoring/metrics-text'
import type { RouteDocument } from '@/lib/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'readMetrics',
    chapter: 'Operation',
    summary: 'The same figures for Prometheus',
    description:
      'Counters are of each running process, by `instance`, or of all time. Every process answers for all of them.',
    access: ['metricsToken', 'session'],
    answers: {
      200: {
        description: 'Prometheus’ text format, or OpenMetrics for who accepts it.',
        schema: z.string(),
        example:
          '# HELP huntaze_users Accounts.\n# TYPE huntaze_users gauge\nhuntaze_users{state="verified"} 2\n',
        type: Object.values(FORMATS),
        headers: { Vary: '`Accept` chooses the format.' },
      },
    },
    refusals: ['unauthenticated', 'forbidden'],
  },
}
