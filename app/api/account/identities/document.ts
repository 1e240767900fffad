import type { acceptOffer } from '@/lib/auth/provider/accept-offer'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { SIGN_IN_LIMITS } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { provenInput } from '../input'
import { AN_IDENTITY, identityList, providerAnswer } from './answer'

type Guarded = typeof requireSession | typeof requireShown | typeof requireProof

export const document: RouteDocument = {
  GET: {
    id: 'listIdentities',
    chapter: 'Own account',
    summary: 'Lists the linked identities',
    description:
      'Whoever signs in at one of these providers is signed in to this account. The oldest comes first.',
    access: ['session'],
    answers: {
      200: { description: 'The identities.', schema: identityList, example: { identities: [AN_IDENTITY] } },
    },
    refusals: codes<RefusalOf<typeof requireSession>>()(['unauthenticated']),
  },
  POST: {
    id: 'linkOfferedIdentity',
    chapter: 'Own account',
    summary: 'Links the identity that this browser brought',
    description:
      'Needs a fresh proof. Somebody came from a provider with the address of a verified account that is not linked there: nothing was ' +
      'linked, and the browser got the cookie `auth-offer`, good for 15 minutes and for that account alone. With it, and signed in as ' +
      'before, this links the two. 404 where there is no offer for this account. To link another one, open `/auth/oidc/{provider}?link=1`.',
    access: ['session'],
    body: { schema: provenInput, isOptional: true, example: {} },
    answers: { 200: { description: 'Linked.', schema: providerAnswer, example: { provider: 'google' } } },
    headers: {
      'Set-Cookie': '`auth-offer`, emptied, and `auth-token`, renewed, where the request brought the proof.',
    },
    refusals: codes<RefusalOf<Guarded | typeof acceptOffer> | 'too_busy'>()([
      'invalid_input',
      'unauthenticated',
      'proof_needed',
      'not_found',
      'changed_meanwhile',
      'identity_taken',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'factorCodeByAccount', 'wayInChangeByAccount'],
  },
}
