import type { endOneOwnSession } from '@/lib/auth/account/end-sessions'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { nothingInput } from '../../input'
import { A_SESSION, ended } from '../answer'

export const document: RouteDocument = {
  DELETE: {
    id: 'endSession',
    chapter: 'Own account',
    summary: 'Ends one session of the person',
    description:
      'It is refused on its very next request. For another person’s session, one that ended already and one that never was the ' +
      'answer is the same, `{ "ended": 0 }`. To end the session that asks is to sign out. Needs no body.',
    access: ['session'],
    params: { id: { description: '`id` of `GET /api/account/sessions`.', example: A_SESSION.id } },
    body: { schema: nothingInput, example: {}, mayBeMissing: true },
    answers: {
      200: {
        description: 'That session is not open.',
        schema: ended,
        example: { ended: 1 },
      },
    },
    headers: {
      'Set-Cookie': '`auth-token`, emptied, where the session that asks ended.',
      'Clear-Site-Data': 'Likewise: empties the browser’s cache and storage of this site.',
    },
    refusals: codes<RefusalOf<typeof requireSession | typeof requireShown | typeof endOneOwnSession>>()([
      'unauthenticated',
      'changed_meanwhile',
    ]),
  },
}
