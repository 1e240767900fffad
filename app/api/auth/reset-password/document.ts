import { z } from 'zod'
import type { resetPassword } from '@/lib/auth/reset-password'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { resetInput } from '../input'

const message = 'Password changed'

export const document: RouteDocument = {
  POST: {
    id: 'resetPassword',
    chapter: 'Accounts',
    summary: 'Chooses a new password by the link of a message',
    description:
      'Proves the address, ends every session and voids every other mailed link, except one that undoes a change of address. ' +
      'Signs nobody in. A refused password leaves the link good.',
    body: {
      schema: resetInput,
      example: { token: '5d'.repeat(32), password: 'une autre phrase de passe' },
    },
    answers: {
      200: {
        description: 'Changed; a notice is queued.',
        schema: z.strictObject({ success: z.literal(true), message: z.literal(message) }),
        example: { success: true, message },
        headers: { 'Set-Cookie': '`form-outcome`, sealed: fills the address in on the sign-in page.' },
      },
    },
    refusals: codes<RefusalOf<typeof resetPassword> | 'too_busy'>()([
      'invalid_input',
      'invalid_token',
      'token_used',
      'token_expired',
      'account_disabled',
      'rate_limited',
      'too_busy',
    ]),
    limits: ['badTokenByNetwork'],
  },
}
