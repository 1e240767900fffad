import { z } from 'zod'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  POST: {
    id: 'refreshSessionKey',
    chapter: 'Accounts',
    comesByItself: true,
    summary: 'Renews the short cookie of a bound session',
    description:
      'For browsers alone (W3C: Device Bound Session Credentials). The header `Sec-Secure-Session-Id` names the binding, and no cookie is ' +
      'needed. Without a proof, or with one over an old challenge, the answer is 403 with the header `Secure-Session-Challenge`; the ' +
      'browser signs that, and comes again. A session that is over ends the binding, and nothing else does.',
    answers: {
      200: {
        description: 'The session is over: the browser forgets the binding.',
        schema: z.strictObject({ session_identifier: z.string(), continue: z.literal(false) }),
        example: { session_identifier: 'mMO3gRXw0MqL1Uzx3w3xKg', continue: false },
      },
      204: {
        description: 'Renewed.',
        type: [],
        schema: z.null(),
        example: null,
        headers: { 'Set-Cookie': '`__Host-auth-bound`, for ten minutes more.' },
      },
    },
    headers: { 'Secure-Session-Challenge': 'The challenge to sign now, or at the next refresh.' },
    refusals: codes<'invalid_input' | 'device_proof_wrong'>()(['invalid_input', 'device_proof_wrong']),
  },
}
