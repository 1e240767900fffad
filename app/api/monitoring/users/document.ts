import type { checkProof } from '@/lib/http/guard/fresh-proof'
import type { requireOperatorCall } from '@/lib/http/guard/operator'
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
    summary: 'Performs an operator’s act on an account',
    description:
      'Each act is recorded with its operator. `resend` mails a new verification link, `verify` proves the address by hand, ' +
      '`send_reset` mails the person a link to choose a new password, which no operator sees, ' +
      '`lift_suppression` allows mail to the address again, `end_session` and `end_sessions` sign out, `disable` and `enable` decide ' +
      'whether anybody can sign in to the account. The first four concern an address and need it as `email`, as the operator ' +
      'saw it: if the account has another address by now, nothing happens (409 `changed_meanwhile`). The same holds if another operator than `account` is signed in. After 403 `password_needed`, ' +
      'repeat the request with `password`; failures count as those of signing in do. A link is mailed no more often than its owner could ask for ' +
      'one. Operators cannot disable their own account (409 `own_account`). An act without effect is refused with 409 ' +
      '`nothing_to_do`.',
    access: ['operatorSession'],
    body: { schema: operatorActInput, example: { act: 'verify', userId: 1, email: JEAN.email } },
    answers: { 200: { description: 'Done.', schema: success, example: { success: true } } },
    headers: {
      'Set-Cookie':
        '`auth-token`, renewed, after the right password: the earlier session is over, even where the act was refused or failed.',
    },
    refusals: codes<
      | Exclude<RefusalOf<typeof requireOperatorCall | typeof checkProof | typeof perform>, 'proof_needed'>
      | 'password_needed'
      | 'too_busy'
    >()([
      'unauthenticated',
      'forbidden',
      'second_factor_needed',
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
