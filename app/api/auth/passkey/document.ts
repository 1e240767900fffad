import { z } from 'zod'
import { JEAN, SIGN_IN_HEADERS, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { A_RESPONSE, passkeyInput } from './input'

export const document: RouteDocument = {
  POST: {
    id: 'signInByPasskey',
    chapter: 'Accounts',
    summary: 'Signs in by a passkey',
    description:
      'A passkey whose person was verified is both steps at once: no password, no second step. A response that is not to be believed is ' +
      'refused with 401 `invalid_passkey`; with `passkey_unknown` at the field `response` the browser may forget it. Counts on no limit of ' +
      'passwords.',
    body: { schema: passkeyInput, example: { response: A_RESPONSE } },
    answers: {
      200: {
        description: 'Signed in.',
        schema: z.strictObject({ user }),
        example: { user: JEAN },
        headers: SIGN_IN_HEADERS,
      },
    },
    refusals: codes<'invalid_passkey' | 'account_disabled' | 'rate_limited'>()([
      'invalid_passkey',
      'account_disabled',
      'rate_limited',
    ]),
    limits: ['passkeyByNetwork'],
  },
}
