import { z } from 'zod'
import type { notMe } from '@/lib/auth/not-me'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { tokenInput } from '../input'
import { LOCKED_OUT } from './message'

export const document: RouteDocument = {
  POST: {
    id: 'disownByNotice',
    chapter: 'Accounts',
    summary: 'Says "this was not me" to a notice',
    description:
      'The token is in the notice, and works for 7 days, without a session. A notice about one session ends that session, any other ' +
      'notice ends all of them. Marks of known browsers are void, a pending address is given up, and a link to choose a new password is mailed.',
    body: { schema: tokenInput, example: { token: '5d'.repeat(32) } },
    answers: {
      200: {
        description: 'Signed out.',
        schema: z.strictObject({ success: z.literal(true), message: z.literal(LOCKED_OUT.message) }),
        example: LOCKED_OUT,
      },
    },
    refusals: codes<RefusalOf<typeof notMe>>()([
      'invalid_token',
      'token_used',
      'token_expired',
      'account_disabled',
      'rate_limited',
    ]),
    limits: ['badTokenByNetwork'],
  },
}
