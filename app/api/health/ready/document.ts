import { z } from 'zod'
import type { Readiness } from '@/lib/monitoring/ready'
import type { RouteDocument } from '@/lib/openapi/route-document'

const parts = z.strictObject({
  database: z.enum(['ok', 'unreachable']),
  migrations: z.enum(['ok', 'missing', 'unknown']),
  worker: z.enum(['ok', 'starting', 'silent']),
}) satisfies z.ZodType<Readiness['parts']>

export const document: RouteDocument = {
  GET: {
    id: 'ready',
    chapter: 'Operation',
    summary: 'Whether requests may be sent to this process',
    description: 'For load balancers. It names what is missing, and nothing of it.',
    // A database that is away is one of its answers.
    standsAlone: true,
    answers: {
      200: {
        description: 'Database, tables and worker are there.',
        schema: z.strictObject({ status: z.literal('ready'), parts }),
        example: { status: 'ready', parts: { database: 'ok', migrations: 'ok', worker: 'ok' } },
      },
      503: {
        description: 'One of them is not.',
        schema: z.strictObject({ status: z.literal('not_ready'), parts }),
        example: {
          status: 'not_ready',
          parts: { database: 'unreachable', migrations: 'unknown', worker: 'ok' },
        },
      },
    },
  },
}
