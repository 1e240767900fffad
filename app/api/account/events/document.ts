import { z } from 'zod'
import { EVENT_TYPES } from '@/lib/audit/types'
import type { requireSession } from '@/lib/http/guard/session'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { eventsInput } from './input'

const event = z.strictObject({
  id: z.int().positive(),
  type: z.enum(EVENT_TYPES),
  at: z.iso.datetime(),
  browser: z
    .string()
    .nullable()
    .describe('Name without a version. Null: not recognized, or no browser did it.'),
  system: z.string().nullable().describe('Likewise.'),
})

export const document: RouteDocument = {
  GET: {
    id: 'listEvents',
    chapter: 'Own account',
    summary: 'Lists what happened to the person’s account',
    description:
      'Newest first, 50 at a time: acts of the person, and of operators on the account. An operator’s look at it is not listed. ' +
      'Events are kept for 365 days.',
    access: ['session'],
    query: eventsInput,
    answers: {
      200: {
        description: 'One page.',
        schema: z.strictObject({
          events: z.array(event),
          next: z.int().positive().nullable().describe('`before` of the next page. Null: this is the last.'),
        }),
        example: {
          events: [
            {
              id: 42,
              type: 'signed_in',
              at: '2026-03-01T12:00:00.000Z',
              browser: 'Firefox',
              system: 'Windows',
            },
          ],
          next: null,
        },
      },
    },
    refusals: codes<RefusalOf<typeof requireSession> | 'invalid_input'>()([
      'unauthenticated',
      'invalid_input',
    ]),
  },
}
