import { z } from 'zod'
import type { changePassword } from '@/lib/auth/account/change-password'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, SIGN_IN_HEADERS, SIGN_IN_LIMITS, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { passwordInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'changePassword',
    chapter: 'Own account',
    summary: 'Changes the password',
    description:
      'The present password is checked as at a sign-in, and counts on its limits. Every other session ends, every mark of a known ' +
      'browser and every link to choose a password is void, and a notice is mailed. A pending change of address goes on.',
    access: ['session'],
    body: {
      schema: passwordInput,
      example: {
        currentPassword: 'une phrase de passe assez longue',
        newPassword: 'une autre, que personne ne connaît',
      },
    },
    answers: {
      200: {
        description: 'Changed.',
        schema: z.strictObject({ user }),
        example: { user: { ...JEAN, emailVerified: true } },
        headers: SIGN_IN_HEADERS,
      },
    },
    refusals: codes<
      RefusalOf<typeof requireSession | typeof requireShown | typeof changePassword> | 'too_busy'
    >()([
      'invalid_input',
      'unauthenticated',
      'invalid_credentials',
      'changed_meanwhile',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'passwordChangeByAccount'],
  },
}
