import { z } from 'zod'
import type { verifyEmail } from '@/lib/auth/verify-email'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { tokenInput } from '../input'

export const document: RouteDocument = {
  GET: {
    id: 'verifyEmail',
    chapter: 'Verification',
    summary: 'Proves an e-mail address by its token',
    description:
      'A GET that changes something, because the mailed link needs it. HEAD does not use the token; prefetching (`Sec-Purpose`), ' +
      'requests of other sites and embedding are refused with 403. The address must hold the token exactly once.',
    query: tokenInput,
    answers: {
      200: {
        description: 'Verified; all links of the account are void, and the welcome e-mail is queued.',
        schema: z.strictObject({ success: z.literal(true), message: z.literal('Email verified!') }),
        example: { success: true, message: 'Email verified!' },
      },
    },
    refusals: codes<RefusalOf<typeof verifyEmail> | 'cross_site_request'>()([
      'invalid_token',
      'token_used',
      'token_expired',
      'account_disabled',
      'cross_site_request',
      'rate_limited',
    ]),
    limits: ['badTokenByNetwork'],
  },
}
