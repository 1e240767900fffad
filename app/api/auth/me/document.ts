import { z } from 'zod'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { accountInput } from '../input'

export const document: RouteDocument = {
  GET: {
    id: 'me',
    chapter: 'Accounts',
    summary: 'Returns the signed-in account',
    description: 'Reads the session’s row each time: an ended session is refused at the next request.',
    access: ['session'],
    query: accountInput,
    answers: {
      200: {
        description: 'The account.',
        schema: z.strictObject({ user }),
        example: { user: { ...JEAN, emailVerified: true } },
      },
    },
    refusals: codes<RefusalOf<typeof requireSession | typeof requireShown>>()([
      'unauthenticated',
      'changed_meanwhile',
    ]),
  },
}
