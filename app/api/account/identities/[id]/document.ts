import type { unlink } from '@/lib/auth/provider/unlink'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { SIGN_IN_LIMITS } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { provenInput } from '../../input'
import { AN_IDENTITY, providerAnswer } from '../answer'

type Guarded = typeof requireSession | typeof requireShown | typeof requireProof

export const document: RouteDocument = {
  DELETE: {
    id: 'unlinkIdentity',
    chapter: 'Own account',
    summary: 'Unlinks an identity',
    description:
      'Needs a fresh proof. The owner is told by mail. 409 `last_way_in` where nothing else opens the account, 404 where the account has ' +
      'no such identity.',
    access: ['session'],
    params: { id: { description: '`id` of `GET /api/account/identities`.', example: AN_IDENTITY.id } },
    body: { schema: provenInput, isOptional: true, example: {} },
    answers: { 200: { description: 'Unlinked.', schema: providerAnswer, example: { provider: 'google' } } },
    headers: { 'Set-Cookie': '`auth-token`, renewed, where the request brought the proof.' },
    refusals: codes<RefusalOf<Guarded | typeof unlink> | 'too_busy'>()([
      'invalid_input',
      'unauthenticated',
      'proof_needed',
      'not_found',
      'last_way_in',
      'changed_meanwhile',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'factorCodeByAccount', 'wayInChangeByAccount'],
  },
}
