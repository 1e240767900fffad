import { z } from 'zod'
import type { confirmPassword } from '@/lib/auth/confirm'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, SIGN_IN_LIMITS, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { confirmInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'confirm',
    chapter: 'Accounts',
    summary: 'Gives a fresh proof of who is signed in',
    description:
      'Acts that need one are answered 403 `proof_needed` where neither a sign-in nor this was in the session’s last 10 minutes. ' +
      'They also take the password themselves, in their field `password`. Failures count as those of signing in do.',
    access: ['session'],
    body: { schema: confirmInput, example: { password: 'une phrase de passe assez longue' } },
    answers: {
      200: {
        description: 'Confirmed.',
        schema: z.strictObject({ user }),
        example: { user: JEAN },
        headers: { 'Set-Cookie': '`auth-token`, renewed: the earlier JWT is refused from now on.' },
      },
    },
    refusals: codes<
      RefusalOf<typeof requireSession | typeof requireShown | typeof confirmPassword> | 'too_busy'
    >()(['unauthenticated', 'changed_meanwhile', 'invalid_credentials', 'rate_limited', 'too_busy']),
    limits: SIGN_IN_LIMITS,
  },
}
