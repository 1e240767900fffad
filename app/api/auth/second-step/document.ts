import { z } from 'zod'
import type { giveSecondStepByPasskey } from '@/lib/auth/passkey/second-step'
import type { giveSecondStep } from '@/lib/auth/second-step'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, SIGN_IN_HEADERS, SIGN_IN_LIMITS, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { stepInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'giveSecondStep',
    chapter: 'Accounts',
    summary: 'Gives the second step of a sign-in',
    description:
      'Goes on with a sign-in that was answered 202: the cookie `auth-step` says which. Five wrong codes end it (401 `step_over`), and so ' +
      'do five minutes, and a new password; then the sign-in starts again. A wrong code counts as a failed sign-in.',
    body: { schema: stepInput, example: { method: 'totp', code: '123456' } },
    answers: {
      200: {
        description: 'Signed in.',
        schema: z.strictObject({ user }),
        example: { user: JEAN },
        headers: SIGN_IN_HEADERS,
      },
    },
    refusals: codes<RefusalOf<typeof giveSecondStep | typeof giveSecondStepByPasskey>>()([
      'wrong_code',
      'step_over',
      'account_disabled',
      'rate_limited',
    ]),
    limits: [...SIGN_IN_LIMITS, 'secondStepByAccount', 'passkeyByNetwork', 'stepNoticeByRecipient'],
  },
}
