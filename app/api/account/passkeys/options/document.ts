import { z } from 'zod'
import type { startEnrolment } from '@/lib/auth/passkey/start-enrolment'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { SIGN_IN_LIMITS } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { optionsInput } from '../input'

type Guarded = typeof requireSession | typeof requireShown | typeof requireProof

export const document: RouteDocument = {
  POST: {
    id: 'askToEnrolPasskey',
    chapter: 'Own account',
    summary: 'Returns options to make a passkey with',
    description:
      'Needs a fresh proof. The answer is `PublicKeyCredentialCreationOptionsJSON` (WebAuthn level 3): hand it to ' +
      '`PublicKeyCredential.parseCreationOptionsFromJSON`. Its challenge is good once, for five minutes, in this session alone.',
    access: ['session'],
    body: { schema: optionsInput, example: {}, mayBeMissing: true },
    answers: {
      200: {
        description: 'The options.',
        schema: z.looseObject({ challenge: z.string() }),
        example: { challenge: 'u1vV…', rp: { id: 'auth.example.com', name: 'Example' } },
      },
    },
    headers: { 'Set-Cookie': '`auth-token`, renewed, where the request brought the proof.' },
    refusals: codes<RefusalOf<Guarded | typeof startEnrolment> | 'too_busy'>()([
      'invalid_input',
      'unauthenticated',
      'proof_needed',
      'changed_meanwhile',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'factorCodeByAccount', 'wayInChangeByAccount'],
  },
}
