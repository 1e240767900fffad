import type { confirmTotpSetup } from '@/lib/auth/totp/confirm'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { totpCodeInput } from '../../input'
import { RECOVERY_CODES, recoveryCodesAnswer } from '../../recovery-codes-answer'

export const document: RouteDocument = {
  POST: {
    id: 'confirmTotp',
    chapter: 'Own account',
    summary: 'Turns the authenticator app on',
    description:
      'Takes the first code of the app that `POST /api/account/totp` gave the secret of. From now on the second step is asked at ' +
      'sign-in; other sessions stay. The owner is told by mail.',
    access: ['session'],
    body: { schema: totpCodeInput, example: { code: '123456' } },
    answers: {
      200: {
        description: 'On.',
        schema: recoveryCodesAnswer,
        example: RECOVERY_CODES,
        headers: { 'Set-Cookie': '`auth-token`, renewed: the earlier JWT is refused from now on.' },
      },
    },
    refusals: codes<RefusalOf<typeof requireSession | typeof requireShown | typeof confirmTotpSetup>>()([
      'unauthenticated',
      'changed_meanwhile',
      'invalid_code',
      'factor_on',
      'rate_limited',
    ]),
    limits: ['factorCodeByAccount'],
  },
}
