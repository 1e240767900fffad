import type { disown } from '@/lib/auth/disown'
import type { RefusalOf } from '@/lib/kernel/result'
import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { notMeInput } from '../input'
import type { checkTypedAddress } from '../typed-address'

export const document: RouteDocument = {
  POST: {
    id: 'notMe',
    chapter: 'Verification',
    summary: 'Deletes a never-verified account that somebody else created with this address',
    description: 'A disabled account stays (403): deleting it would lift the operator’s decision.',
    body: { schema: notMeInput, example: { token: '5d'.repeat(32) } },
    answers: {
      200: {
        description: 'Deleted, with its sessions and links.',
        schema: success,
        example: { success: true },
      },
    },
    refusals: codes<RefusalOf<typeof disown | typeof checkTypedAddress>>()([
      'invalid_input',
      'invalid_token',
      'token_used',
      'account_disabled',
      'already_verified',
      'rate_limited',
    ]),
    limits: ['badTokenByNetwork'],
  },
}
