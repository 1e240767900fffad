import { z } from 'zod'
import type { undoEmailChange } from '@/lib/auth/email-change/undo'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { tokenInput } from '../input'
import { RESTORED } from './message'

export const document: RouteDocument = {
  POST: {
    id: 'undoEmailChange',
    chapter: 'Accounts',
    summary: 'Gives an account its former address back',
    description:
      'The token is in the notice to the former address, and works for 7 days, without a session. Every session ends, marks of known ' +
      'browsers and mailed links are void, a pending address is given up, and a link to choose a new password leaves to the restored address. After several ' +
      'changes the link of the earliest one decides: it voids those of later changes, and none of them voids it.',
    body: { schema: tokenInput, example: { token: '5d'.repeat(32) } },
    answers: {
      200: {
        description: 'Restored.',
        schema: z.strictObject({ success: z.literal(true), message: z.literal(RESTORED.message) }),
        example: RESTORED,
      },
    },
    refusals: codes<RefusalOf<typeof undoEmailChange>>()([
      'invalid_token',
      'token_used',
      'token_expired',
      'account_disabled',
      'email_taken',
      'rate_limited',
    ]),
    limits: ['badTokenByNetwork'],
  },
}
