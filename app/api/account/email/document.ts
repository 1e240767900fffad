import { z } from 'zod'
import type { requestEmailChange } from '@/lib/auth/email-change/request'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { SIGN_IN_LIMITS, success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { accountInput } from '../../auth/input'
import { newEmailInput } from './input'
import { LINK_MAILED } from './message'

export const document: RouteDocument = {
  POST: {
    id: 'requestEmailChange',
    chapter: 'Accounts',
    summary: 'Asks for another address of the account',
    description:
      'A link leaves to the new address, `{APP_URL}/account/email?token=…`, and works for 24 hours. The old address stays in force until the ' +
      'new one is proven. A newer request replaces the pending address. An account whose address was never proven is refused with 403 ' +
      '`email_unverified`: it corrects its address with `POST /api/auth/change-email`. An address counts as used while its former owner can take it back.',
    access: ['session'],
    body: { schema: newEmailInput, example: { email: 'jean.dupont@example.com' } },
    answers: {
      202: {
        description: 'Mailed.',
        schema: z.strictObject({ message: z.literal(LINK_MAILED) }),
        example: { message: LINK_MAILED },
      },
    },
    headers: {
      'Set-Cookie': '`auth-token`, renewed, where the request brought the password.',
    },
    refusals: codes<RefusalOf<typeof requestEmailChange | typeof requireProof | typeof requireShown>>()([
      'unauthenticated',
      'proof_needed',
      'email_unverified',
      'invalid_input',
      'changed_meanwhile',
      'email_taken',
      'address_suppressed',
      'rate_limited',
    ]),
    limits: [
      ...SIGN_IN_LIMITS,
      'emailChangeByAccount',
      'linkSpacing',
      'linkByRecipientHourly',
      'linkByRecipientDaily',
    ],
  },
  DELETE: {
    id: 'cancelEmailChange',
    chapter: 'Accounts',
    summary: 'Gives the pending address up',
    description:
      'Its link is invalid, and its mail does not leave if it still waits. Without a pending address nothing happens.',
    access: ['session'],
    body: { schema: accountInput, example: {}, isOptional: true },
    answers: {
      200: { description: 'There is no pending address.', schema: success, example: { success: true } },
    },
    refusals: codes<RefusalOf<typeof requireSession | typeof requireShown>>()([
      'unauthenticated',
      'changed_meanwhile',
    ]),
  },
}
