import { z } from 'zod'
import type { OperationDocument, RouteDocument } from '@/openapi/route-document'
import { tokenInput } from '../input'

/** True of both methods. */
const SHARED = {
  chapter: 'Verification',
  answers: {
    200: {
      description: 'Verified; all links of this account are void now, and the welcome e-mail is on its way.',
      schema: z.strictObject({ success: z.literal(true), message: z.literal('Email verified!') }),
      example: { success: true, message: 'Email verified!' },
    },
  },
  refusals: ['invalid_token', 'token_used', 'token_expired', 'cross_site_request', 'rate_limited'],
  limits: ['badTokenByNetwork'],
} as const satisfies Partial<OperationDocument>

export const document: RouteDocument = {
  GET: {
    ...SHARED,
    id: 'verifyEmail',
    summary: 'Proves an e-mail address by its token',
    description:
      'A GET that changes something, as the mailed link wants it. HEAD uses nothing up; loading ahead (`Sec-Purpose`), requests of ' +
      'other sites and embedding are refused with 403. The token must stand in the address exactly once.',
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
