import type { checkProof } from '@/lib/http/guard/fresh-proof'
import type { requireOperatorCall } from '@/lib/http/guard/operator'
import type { RefusalOf } from '@/lib/kernel/result'
import type { actOnWebhook } from '@/lib/operate/webhook/act'
import { SIGN_IN_LIMITS, success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { operatorWebhookInput } from './input'

export const document: RouteDocument = {
  POST: {
    id: 'actOnWebhook',
    chapter: 'Operators',
    summary: 'Sends events to a receiver again, or switches it on or off',
    description:
      'Each act is recorded with its operator. `replay` sends one delivery again that was given up, `replay_dead` all of a receiver, ' +
      'in their order. A receiver that answered 410 is off until `switch_on`. After 403 `proof_needed`, repeat the request with `password`; ' +
      'failures count as those of signing in do. An act without effect is refused with 409 `nothing_to_do`.',
    access: ['operatorSession'],
    body: { schema: operatorWebhookInput, example: { act: 'replay_dead', id: 1 } },
    answers: { 200: { description: 'Done.', schema: success, example: { success: true } } },
    headers: {
      'Set-Cookie':
        '`auth-token`, renewed, after the right password: the earlier session is over, even where the act was refused or failed.',
    },
    refusals: codes<
      | RefusalOf<typeof requireOperatorCall | typeof checkProof | typeof actOnWebhook>
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
      'changed_meanwhile',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS],
  },
}
