import { z } from 'zod'
import type { RouteDocument } from '@/openapi/route-document'
import { tokenInput } from '../input'

export const document: RouteDocument = {
  GET: {
    id: 'verifyEmail',
    chapter: 'Verification',
    summary: 'Proves an e-mail address by its token',
    description:
      'A GET that changes something, as the mailed link wants it. HEAD uses nothing up; loading ahead (`Sec-Purpose`), requests of ' +
      'other sites and embedding are refused with 403. The token must stand in the address exactly once.',
    query: tokenInput,
    answers: {
      200: {
        description:
          'Verified; all links of this account are void now, and the welcome e-mail is on its way.',
        schema: z.strictObject({ success: z.literal(true), message: z.literal('Email verified!') }),
        example: { success: true, message: 'Email verified!' },
      },
    },
    refusals: ['invalid_token', 'token_used', 'token_expired', 'cross_site_request', 'rate_limited'],
    limits: ['badTokenByNetwork'],
  },
}
