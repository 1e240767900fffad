import type { resendLink } from '@/lib/auth/resend-link'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { retryAfter, success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { resendInput } from '../../input'

export const document: RouteDocument = {
  POST: {
    id: 'resendVerification',
    chapter: 'Verification',
    summary: 'Mails a new link',
    description:
      'To the signed-in account (`{}`), or to the account of an earlier `token`, valid or expired. Earlier links stay valid ' +
      'until one is used. Without a token, `account` holds the request to the account that the page showed (409 `changed_meanwhile`).',
    access: ['session'],
    isAccessOptional: true,
    body: { schema: resendInput, example: {} },
    answers: {
      202: {
        description: 'The e-mail is queued.',
        schema: success.extend({ retryAfter }),
        example: { success: true, retryAfter: 60 },
      },
    },
    refusals: codes<RefusalOf<typeof resendLink | typeof requireShown>>()([
      'invalid_token',
      'token_used',
      'unauthenticated',
      'account_disabled',
      'already_verified',
      'address_suppressed',
      'changed_meanwhile',
      'rate_limited',
    ]),
    limits: ['linkSpacing', 'linkByRecipientHourly', 'linkByRecipientDaily', 'badTokenByNetwork'],
  },
}
