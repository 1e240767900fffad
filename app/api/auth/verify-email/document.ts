import { z } from 'zod'
import type { verifyEmail } from '@/lib/auth/verify-email'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { OperationDocument, RouteDocument } from '@/openapi/route-document'
import { tokenInput } from '../input'

/** True of both methods. */
const SHARED = {
  chapter: 'Verification',
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
} as const satisfies Partial<OperationDocument>

export const document: RouteDocument = {
  GET: {
    ...SHARED,
    id: 'verifyEmail',
    summary: 'Proves an e-mail address by its token',
    description:
      'A GET that changes something, because the mailed link needs it. HEAD does not use the token; prefetching (`Sec-Purpose`), ' +
      'requests of other sites and embedding are refused with 403. The address must hold the token exactly once.',
    query: tokenInput,
  },
  POST: {
    ...SHARED,
    id: 'verifyEmailByPost',
    summary: 'Proves an e-mail address by its token, with the token in the body',
    description: 'The same as the GET, for the form of a browser without JavaScript.',
    body: { schema: tokenInput, example: { token: '0'.repeat(64) } },
  },
}
