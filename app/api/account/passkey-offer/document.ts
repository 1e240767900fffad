import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { nothingInput } from '../input'

export const document: RouteDocument = {
  DELETE: {
    id: 'putPasskeyOff',
    chapter: 'Own account',
    summary: 'Keeps the offer of a passkey away for thirty days',
    description: 'The dashboard offers a passkey to whoever has none. This is its “later”.',
    access: ['session'],
    body: { schema: nothingInput, example: {}, mayBeMissing: true },
    answers: { 200: { description: 'Later.', schema: success, example: { success: true } } },
    refusals: codes<RefusalOf<typeof requireSession | typeof requireShown>>()([
      'unauthenticated',
      'changed_meanwhile',
    ]),
  },
}
