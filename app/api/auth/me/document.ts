import { z } from 'zod'
import type { requireSession } from '@/lib/http/session-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'me',
    chapter: 'Accounts',
    summary: 'Who is signed in',
    description: 'Reads the row each time: an ended session is refused on the very next request.',
    access: ['session'],
    answers: {
      200: {
        description: 'Somebody is.',
        schema: z.strictObject({ user }),
        example: { user: { ...JEAN, emailVerified: true } },
      },
    },
    refusals: codes<RefusalOf<typeof requireSession>>()(['unauthenticated']),
  },
}
