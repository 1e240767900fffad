import { z } from 'zod'
import { codes } from '@/openapi/codes'
import type { OperationDocument, RouteDocument } from '@/openapi/route-document'

const count = z.int().min(0)

const round: Omit<OperationDocument, 'id' | 'summary'> = {
  chapter: 'Operation',
  access: ['cronSecret'],
  answers: {
    200: {
      description: 'Messages by outcome, events to other services by outcome, and deleted rows by table.',
      schema: z.strictObject({
        sent: count,
        retried: count,
        dead: count,
        events: z.strictObject({ sent: count, retried: count, dead: count }),
        cleaned: z.record(z.string(), count),
      }),
      example: {
        sent: 3,
        retried: 0,
        dead: 0,
        events: { sent: 2, retried: 0, dead: 0 },
        cleaned: { sessions: 12, rate_limits: 40 },
      },
    },
  },
  refusals: codes<'not_found' | 'unauthenticated'>()(['not_found', 'unauthenticated']),
}

export const document: RouteDocument = {
  GET: {
    ...round,
    id: 'maintain',
    summary: 'Runs one round of sending and cleaning up',
    description:
      'For hosts that freeze between requests: call it every minute. Calls may overlap. HEAD does nothing.',
  },
  POST: {
    ...round,
    id: 'maintainByPost',
    summary: 'Runs the same round, for schedulers that send a body',
    description: 'The body is ignored.',
  },
}
