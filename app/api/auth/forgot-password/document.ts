import { z } from 'zod'
import type { requestReset } from '@/lib/auth/request-reset'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { forgotInput } from '../input'

const message = 'If this address has an account, a message is on its way'

export const document: RouteDocument = {
  POST: {
    id: 'forgotPassword',
    chapter: 'Accounts',
    summary: 'Asks for a link to choose a new password',
    description:
      'The same answer after the same work for every address: the request is stored, and looked at later. Unknown, disabled and ' +
      'suppressed addresses get nothing; nor does one that has had its links for now, and the answer is the same then too.',
    body: { schema: forgotInput, example: { email: JEAN.email } },
    answers: {
      202: {
        description: 'Stored.',
        schema: z.strictObject({ success: z.literal(true), message: z.literal(message) }),
        example: { success: true, message },
      },
    },
    refusals: codes<RefusalOf<typeof requestReset>>()(['rate_limited']),
    limits: ['resetByNetwork', 'linkSpacing', 'linkByRecipientHourly', 'linkByRecipientDaily'],
  },
}
