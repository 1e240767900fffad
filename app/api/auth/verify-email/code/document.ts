import type { verifyWithCode } from '@/lib/auth/verify-with-code'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { verified } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { codeInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'verifyByCode',
    chapter: 'Verification',
    summary: 'Proves the address by the code in the verification e-mail',
    description:
      'Eight letters, as `WDJB-MJHT`; one of them works like the link of the same e-mail. Five wrong ones, and the codes mailed so far are ' +
      'dead (`code_dead`); their links are not. A code of another length is refused without counting.',
    access: ['session'],
    body: { schema: codeInput, example: { code: 'WDJB-MJHT' } },
    answers: {
      200: {
        description: 'Verified; all links of the account are void, and the welcome e-mail is queued.',
        schema: verified,
        example: { success: true, message: 'Email verified!' },
      },
    },
    refusals: codes<RefusalOf<typeof verifyWithCode | typeof requireShown>>()([
      'invalid_code',
      'code_dead',
      'unauthenticated',
      'already_verified',
      'changed_meanwhile',
    ]),
  },
}
