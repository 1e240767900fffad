import { z } from 'zod'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { issuanceInput } from '../../input'

export const document: RouteDocument = {
  POST: {
    id: 'issueSimulatedToken',
    chapter: 'Operation',
    summary: 'Vouches for an address of the simulated issuer',
    description:
      'Exists only with the local mailbox (`EMAIL_TRANSPORT=mailbox`) and an issuer below `.test` in `EMAIL_PROOF_ISSUERS`; otherwise 404.',
    comesByItself: true,
    standsAlone: true,
    body: { schema: issuanceInput, example: { email: 'marie@mail.test' } },
    answers: {
      200: {
        description: 'The issuer’s word, bound to the key of the header `Signature-Key`.',
        schema: z.strictObject({ issuance_token: z.string() }),
        example: { issuance_token: 'eyJ…~' },
      },
    },
    refusals: codes<'not_found' | 'invalid_input'>()(['not_found', 'invalid_input']),
  },
}
