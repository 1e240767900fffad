import { z } from 'zod'
import type { askForPasskey } from '@/lib/auth/passkey/ask'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  POST: {
    id: 'askForPasskey',
    chapter: 'Accounts',
    summary: 'Returns options to use a passkey with',
    description:
      'The answer is `PublicKeyCredentialRequestOptionsJSON` (WebAuthn level 3): hand it to ' +
      '`PublicKeyCredential.parseRequestOptionsFromJSON`. It names no account. Its challenge is good once, for five minutes; asked for in a ' +
      'session, in that session alone. Needs no body.',
    answers: {
      200: {
        description: 'The options.',
        schema: z.looseObject({ challenge: z.string() }),
        example: { challenge: 'u1vV…', rpId: 'auth.example.com', userVerification: 'required' },
      },
    },
    refusals: codes<RefusalOf<typeof askForPasskey>>()(['rate_limited']),
    limits: ['passkeyByNetwork'],
  },
}
