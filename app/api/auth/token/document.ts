import { z } from 'zod'
import type { requireSession } from '@/lib/http/guard/session'
import type { RefusalOf } from '@/lib/kernel/result'
import type { issueServiceToken } from '@/lib/service-token/issue'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { serviceTokenInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'serviceToken',
    chapter: 'Accounts',
    summary: 'Says to another service who is signed in',
    description:
      'The service verifies the token itself with the keys of `/.well-known/jwks.json`; `docs/SERVICE_TOKENS.md` says how. `iss` is the ' +
      'origin of this application, `aud` the service, `sub` names the person (`usr_…`), `sid` the session; `email_verified` and `jti` are there too.',
    access: ['session'],
    body: { schema: serviceTokenInput, example: { audience: 'shop' } },
    answers: {
      200: {
        description: 'The token.',
        schema: z.strictObject({
          token: z.string().describe('JWT (RFC 7519), signed with ES256.'),
          expiresIn: z.literal(300).describe('Seconds.'),
        }),
        example: { token: 'eyJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJzaG9wIn0.c2lnbmF0dXJl', expiresIn: 300 },
      },
    },
    refusals: codes<RefusalOf<typeof requireSession | typeof issueServiceToken>>()([
      'unauthenticated',
      'unknown_audience',
    ]),
  },
}
