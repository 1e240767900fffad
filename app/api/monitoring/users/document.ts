import type { confirmPassword } from '@/lib/auth/confirm'
import type { requireOperatorCall } from '@/lib/http/operator-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import type { perform } from '@/lib/operate/perform'
import { JEAN, SIGN_IN_LIMITS, success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { operatorActInput } from './input'

export const document: RouteDocument = {
  POST: {
    id: 'actOnAccount',
    chapter: 'Operators',
    summary: 'Does what an operator wants done to an account',
    description:
      'It is recorded with who did it. `resend` mails a new verification link, `verify` proves the address by hand, ' +
      '`lift_suppression` lets mail go to it again, `end_session` and `end_sessions` sign out, `disable` and `enable` decide ' +
      'whether anybody can sign in to it. The first three are about an address, and carry the one that was seen as `email`: where the ' +
      'account has another by now, nothing is done (409 `changed_meanwhile`). 403 `password_needed` asks for the same once more with `password`, whose failures count ' +
      'as those of signing in do; a link is mailed no more often than its owner could ask for one. Nobody disables their own account (409 `own_account`); what is so already, or cannot be, is 409 ' +
      '`nothing_to_do`.',
    access: ['operatorSession'],
    body: { schema: operatorActInput, example: { act: 'verify', userId: 1, email: JEAN.email } },
    answers: { 200: { description: 'Done.', schema: success, example: { success: true } } },
    headers: {
      'Set-Cookie':
        '`auth-token`, renewed, where the right password was given: the session before is over, even where the act was refused or failed.',
    },
    refusals: codes<
      RefusalOf<typeof requireOperatorCall | typeof confirmPassword | typeof perform> | 'too_busy'
    >()([
      'unauthenticated',
      'forbidden',
      'password_needed',
      'invalid_input',
      'not_found',
      'nothing_to_do',
      'changed_meanwhile',
      'own_account',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'linkSpacing', 'linkByRecipientHourly', 'linkByRecipientDaily'],
  },
}
