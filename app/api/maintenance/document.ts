import { z } from 'zod'
import type { RouteDocument } from '@/lib/openapi/route-document'

const count = z.int().min(0)

export const document: RouteDocument = {
  GET: {
    id: 'maintain',
    chapter: 'Operation',
    summary: 'One round of sending and cleaning up',
    description: 'For hosts that freeze between requests: call it every minute. HEAD does nothing.',
    access: ['cronSecret'],
    answers: {
      200: {
        description: 'What was done: messages by what became of them, rows deleted by table.',
        schema: z.strictObject({
          sent: count,
          retried: count,
          dead: count,
          cleaned: z.record(z.string(), count),
        }),
        example: { sent: 3, retried: 0, dead: 0, cleaned: { sessions: 12, rate_limits: 40 } },
      },
    },
    refusals: ['not_found', 'unauthenticated'],
  },
}
