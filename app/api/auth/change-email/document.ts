import { z } from 'zod'
import type { changeEmail } from '@/lib/auth/change-email'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { emailInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'changeEmail',
    chapter: 'Verification',
    summary: 'Corrects the address of an account that was never verified',
    description:
      'Links to the old address are void, the old address is free again, and a new link is mailed. Pages name the `account` they ' +
      'show: if another account is signed in by now, or the address of this one changed, nothing happens (409 `changed_meanwhile`).',
    access: ['session'],
    body: { schema: emailInput, example: { email: 'jean.dupont@example.com' } },
    answers: {
      200: {
        description: 'Corrected.',
        schema: z.strictObject({ user, message: z.literal('Please check your email') }),
        example: { user: { ...JEAN, email: 'jean.dupont@example.com' }, message: 'Please check your email' },
        headers: { 'Set-Cookie': '`auth-token`, renewed: a session names its address.' },
      },
    },
    refusals: codes<RefusalOf<typeof changeEmail | typeof requireShown>>()([
      'unauthenticated',
      'already_verified',
      'changed_meanwhile',
      'address_suppressed',
      'email_taken',
      'rate_limited',
    ]),
    limits: ['emailChangeByAccount', 'linkSpacing', 'linkByRecipientHourly', 'linkByRecipientDaily'],
  },
}
