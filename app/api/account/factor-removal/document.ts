import type { keepFactor } from '@/lib/auth/keep-factor'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { nothingInput } from '../input'

export const document: RouteDocument = {
  DELETE: {
    id: 'keepFactor',
    chapter: 'Own account',
    summary: 'Ends the wait for the removal of the second factor',
    description:
      'For whoever is signed in while somebody says that the second step is lost. 409 `nothing_to_do` where nobody does.',
    access: ['session'],
    body: { schema: nothingInput, mayBeMissing: true, example: {} },
    answers: { 200: { description: 'The factor stays.', schema: success, example: { success: true } } },
    refusals: codes<RefusalOf<typeof requireSession | typeof requireShown | typeof keepFactor>>()([
      'unauthenticated',
      'changed_meanwhile',
      'nothing_to_do',
    ]),
  },
}
