import type { makeRecoveryCodes } from '@/lib/auth/totp/make-recovery-codes'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { SIGN_IN_LIMITS } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { provenInput } from '../input'
import { RECOVERY_CODES, recoveryCodesAnswer } from '../recovery-codes-answer'

type Guarded = typeof requireSession | typeof requireShown | typeof requireProof

export const document: RouteDocument = {
  POST: {
    id: 'makeRecoveryCodes',
    chapter: 'Own account',
    summary: 'Makes ten new recovery codes',
    description:
      'Needs a fresh proof, and an authenticator app (409 `factor_off`). The earlier codes are void.',
    access: ['session'],
    body: { schema: provenInput, mayBeMissing: true, example: {} },
    answers: { 200: { description: 'Made.', schema: recoveryCodesAnswer, example: RECOVERY_CODES } },
    headers: { 'Set-Cookie': '`auth-token`, renewed, where the request brought the proof.' },
    refusals: codes<RefusalOf<Guarded | typeof makeRecoveryCodes> | 'too_busy'>()([
      'invalid_input',
      'unauthenticated',
      'proof_needed',
      'changed_meanwhile',
      'factor_off',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'factorCodeByAccount', 'wayInChangeByAccount'],
  },
}
