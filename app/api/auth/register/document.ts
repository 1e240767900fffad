import { z } from 'zod'
import type { register } from '@/lib/auth/register'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, SIGN_IN_HEADERS, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { registerInput } from '../input'
import type { parseRegistration } from './parse-registration'

export const document: RouteDocument = {
  POST: {
    id: 'register',
    chapter: 'Accounts',
    summary: 'Creates an account, mails its verification link and signs in',
    description:
      'The e-mail is queued before the answer; `GET /api/auth/verify-email/status` reports its state. ' +
      'A network that is over its limit gets a challenge with its 429, and goes on by work. With `EMAIL_PROOF_BY_BROWSER=on` and a good ' +
      '`emailProof` the address is verified at once: `emailVerified: true`, message `Email verified!`, and no verification e-mail.',
    body: {
      schema: registerInput,
      example: { name: JEAN.name, email: JEAN.email, password: 'une phrase de passe assez longue' },
    },
    answers: {
      201: {
        description: 'The account exists, and this browser is signed in to it.',
        schema: z.strictObject({ user, message: z.enum(['Please check your email', 'Email verified!']) }),
        example: { user: JEAN, message: 'Please check your email' },
        headers: SIGN_IN_HEADERS,
      },
    },
    refusals: codes<RefusalOf<typeof parseRegistration | typeof register> | 'too_busy'>()([
      'invalid_input',
      'email_taken',
      'rate_limited',
      'too_busy',
    ]),
    limits: ['registerByNetwork', 'registerByWork', 'registerByAddress'],
  },
}
