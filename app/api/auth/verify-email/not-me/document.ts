import { success } from '@/openapi/answers'
import type { RouteDocument } from '@/openapi/route-document'
import { tokenInput } from '../../input'

export const document: RouteDocument = {
  POST: {
    id: 'notMe',
    chapter: 'Verification',
    summary: 'Deletes a never-verified account that somebody else made with this address',
    body: { schema: tokenInput, example: { token: '5d'.repeat(32) } },
    answers: {
      200: { description: 'Deleted, with its sessions.', schema: success, example: { success: true } },
    },
    refusals: ['invalid_token', 'token_used', 'already_verified', 'rate_limited'],
    limits: ['badTokenByNetwork'],
  },
}
