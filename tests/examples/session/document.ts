import { z } from 'zod'
import type { requireSession } from '@/lib/http/guard/session'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'studio', // its name in generated clients
    chapter: 'Accounts',
    summary: 'The studio of the signed-in account',
    access: ['session'],
    answers: {
      200: {
        description: 'It and its owner.',
        schema: z.strictObject({ owner: z.string(), studio: z.string() }),
        example: { owner: 'Jean Dupont', studio: 'Chez Jean' },
      },
    },
    // Its own; 500, 503 and the refusals of reading a body are added.
    refusals: codes<RefusalOf<typeof requireSession>>()(['unauthenticated']),
  },
}
