import { z } from 'zod'
import type { endOtherOwnSessions } from '@/lib/auth/account/end-sessions'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { nothingInput } from '../input'
import { A_SESSION, ended, listedSession } from './answer'

export const document: RouteDocument = {
  GET: {
    id: 'listSessions',
    chapter: 'Own account',
    summary: 'Lists the person’s open sessions',
    description: 'The one used last comes first.',
    access: ['session'],
    answers: {
      200: {
        description: 'The sessions.',
        schema: z.strictObject({ sessions: z.array(listedSession) }),
        example: { sessions: [A_SESSION] },
      },
    },
    refusals: codes<RefusalOf<typeof requireSession>>()(['unauthenticated']),
  },
  DELETE: {
    id: 'endOtherSessions',
    chapter: 'Own account',
    summary: 'Ends every session of the person but this one',
    description: 'Each is refused on its very next request. Needs no body.',
    access: ['session'],
    body: { schema: nothingInput, example: {}, mayBeMissing: true },
    answers: {
      200: { description: 'No other session is open.', schema: ended, example: { ended: 2 } },
    },
    refusals: codes<RefusalOf<typeof requireSession | typeof requireShown | typeof endOtherOwnSessions>>()([
      'unauthenticated',
      'changed_meanwhile',
    ]),
  },
}
