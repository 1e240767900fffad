import { z } from 'zod'
import type { enrolPasskey } from '@/lib/auth/passkey/enrol'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { SIGN_IN_LIMITS } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { A_PASSKEY, accepted, passkey } from './answer'
import { enrolmentInput } from './input'

type Guarded = typeof requireSession | typeof requireShown | typeof requireProof

export const document: RouteDocument = {
  GET: {
    id: 'listPasskeys',
    chapter: 'Own account',
    summary: 'Lists the person’s passkeys',
    description: 'Oldest first. `accepted` lets the browser forget passkeys that were removed here.',
    access: ['session'],
    answers: {
      200: {
        description: 'The passkeys.',
        schema: z.strictObject({ passkeys: z.array(passkey), accepted }),
        example: {
          passkeys: [A_PASSKEY],
          accepted: {
            rpId: 'auth.example.com',
            userId: 'bG9uZyBhbmQgb3BhcXVl',
            allAcceptedCredentialIds: ['q80'],
          },
        },
      },
    },
    refusals: codes<RefusalOf<typeof requireSession>>()(['unauthenticated']),
  },
  POST: {
    id: 'enrolPasskey',
    chapter: 'Own account',
    summary: 'Adds a passkey',
    description:
      'Needs a fresh proof, and the response to options of `POST /api/account/passkeys/options`. The owner is told by mail.',
    access: ['session'],
    body: {
      schema: enrolmentInput,
      example: {
        response: {
          id: 'q80',
          rawId: 'q80',
          type: 'public-key',
          clientExtensionResults: {},
          response: { clientDataJSON: 'eyJ9', attestationObject: 'o2Nm' },
        },
      },
    },
    answers: {
      201: {
        description: 'Added.',
        schema: z.strictObject({ passkey }),
        example: { passkey: A_PASSKEY },
        headers: { 'Set-Cookie': '`auth-token`, renewed: the earlier JWT is refused from now on.' },
      },
    },
    refusals: codes<RefusalOf<Guarded | typeof enrolPasskey> | 'too_busy'>()([
      'invalid_input',
      'unauthenticated',
      'proof_needed',
      'changed_meanwhile',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'factorCodeByAccount'],
  },
}
