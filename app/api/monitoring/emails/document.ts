import { RESEND_REFUSALS } from '@/lib/email/dead/refusals'
import type { checkProof } from '@/lib/http/guard/fresh-proof'
import type { requireOperatorCall } from '@/lib/http/guard/operator'
import type { RefusalOf } from '@/lib/kernel/result'
import type { actOnDeadMail } from '@/lib/operate/dead-mail/act'
import { SIGN_IN_LIMITS, success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { deadMailInput } from './input'

export const document: RouteDocument = {
  POST: {
    id: 'actOnDeadMail',
    chapter: 'Operators',
    summary: 'Sends messages again that died',
    description:
      'Each act is recorded with its operator. A message is written anew, with a fresh link where it has one, because its content was erased ' +
      'when it died; a second request for the same one is refused with 409 `nothing_to_do`. `resend_cause` notes the wish, and a worker ' +
      'fulfils it, the oldest message first. A message that can or need not be sent again is refused by its reason, which stays in its row. ' +
      'After 403 `proof_needed`, repeat the request with `password`; failures count as those of signing in do.',
    access: ['operatorSession'],
    body: { schema: deadMailInput, example: { act: 'resend_cause', cause: 'IdentityNotVerified' } },
    answers: { 200: { description: 'Done.', schema: success, example: { success: true } } },
    headers: {
      'Set-Cookie':
        '`auth-token`, renewed, after the right password: the earlier session is over, even where the act was refused or failed.',
    },
    refusals: codes<
      | RefusalOf<typeof requireOperatorCall | typeof checkProof | typeof actOnDeadMail>
      | 'changed_meanwhile'
      | 'invalid_input'
      | 'too_busy'
    >()([
      'unauthenticated',
      'forbidden',
      'second_factor_needed',
      'proof_needed',
      'invalid_input',
      'not_found',
      'nothing_to_do',
      ...RESEND_REFUSALS,
      'changed_meanwhile',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS],
  },
}
