import { z } from 'zod'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

const params = {
  document: {
    description: '`email-verification`, `web-identity`, `accounts`, `jwks` or `dns`.',
    example: 'jwks',
  },
}
const description =
  'Exists only with the local mailbox (`EMAIL_TRANSPORT=mailbox`) and an issuer below `.test` in `EMAIL_PROOF_ISSUERS`; otherwise 404.'

export const document: RouteDocument = {
  GET: {
    id: 'readSimulatedIssuer',
    chapter: 'Operation',
    summary: 'Serves the documents of a simulated issuer of proofs of addresses',
    description,
    params,
    query: z.object({
      name: z.string().optional().describe('For `dns`: the name whose TXT records are asked for.'),
    }),
    answers: {
      200: {
        description: 'The document, as the Email Verification Protocol has it.',
        schema: z.record(z.string(), z.unknown()),
        example: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: '…', kid: 'simulated' }] },
      },
    },
    standsAlone: true,
    refusals: codes<'not_found'>()(['not_found']),
  },
}
