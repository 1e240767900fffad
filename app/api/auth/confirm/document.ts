import { z } from 'zod'
import type { confirmPassword } from '@/lib/auth/confirm'
import type { confirmCode } from '@/lib/auth/confirm-code'
import type { confirmByPasskey } from '@/lib/auth/passkey/confirm'
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
      'They also take the proof themselves, in their fields `password` and `factorCode`. Where the second step is on, a password alone ' +
      'is refused with 403 `proof_needed`: give `code`, of the app or a recovery code. A passkey of the account (`passkey`) proves as well. Failures count as those of signing in do.',
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
      | RefusalOf<
          | typeof requireSession
          | typeof requireShown
          | typeof confirmPassword
          | typeof confirmCode
          | typeof confirmByPasskey
        >
      | 'proof_needed'
      | 'too_busy'
    >()([
      'unauthenticated',
      'changed_meanwhile',
      'invalid_credentials',
      'wrong_code',
      'invalid_passkey',
      'proof_needed',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'factorCodeByAccount', 'passkeyByNetwork'],
  },
}
