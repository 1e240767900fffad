import { z } from 'zod'
import type { removeTotp } from '@/lib/auth/totp/remove'
import type { startTotpSetup } from '@/lib/auth/totp/start'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import { PRODUCT } from '@/lib/kernel/brand'
import type { RefusalOf } from '@/lib/kernel/result'
import { SIGN_IN_LIMITS, success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { provenInput } from '../input'

type Guarded = typeof requireSession | typeof requireShown | typeof requireProof

const LIMITS = [...SIGN_IN_LIMITS, 'factorCodeByAccount'] as const

export const document: RouteDocument = {
  POST: {
    id: 'startTotp',
    chapter: 'Own account',
    summary: 'Begins the set-up of an authenticator app',
    description:
      'Needs a fresh proof. The secret is no factor before `POST /api/account/totp/confirm` gets a code of it; asked again, there is a ' +
      'new one. 409 `factor_on` where an app is on. RFC 6238: SHA-1, six digits, 30 seconds.',
    access: ['session'],
    body: { schema: provenInput, mayBeMissing: true, example: {} },
    answers: {
      200: {
        description: 'The secret, once.',
        schema: z.strictObject({
          secret: z.string().describe('Base 32, to be typed.'),
          uri: z.string().describe('`otpauth://…`, for an app on the same device.'),
          qr: z.string().describe('The same as a QR code: an SVG.'),
        }),
        example: {
          secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
          uri: `otpauth://totp/${PRODUCT}:jean%40example.com?issuer=${PRODUCT}&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP`,
          qr: '<svg xmlns="http://www.w3.org/2000/svg">…</svg>',
        },
      },
    },
    headers: { 'Set-Cookie': '`auth-token`, renewed, where the request brought the proof.' },
    refusals: codes<RefusalOf<Guarded | typeof startTotpSetup> | 'too_busy'>()([
      'invalid_input',
      'unauthenticated',
      'proof_needed',
      'changed_meanwhile',
      'factor_on',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...LIMITS],
  },
  DELETE: {
    id: 'removeTotp',
    chapter: 'Own account',
    summary: 'Turns the authenticator app off',
    description:
      'Needs a fresh proof, by the factor. Its recovery codes are void, and the owner is told by mail.',
    access: ['session'],
    body: { schema: provenInput, mayBeMissing: true, example: {} },
    answers: { 200: { description: 'Off.', schema: success, example: { success: true } } },
    headers: { 'Set-Cookie': '`auth-token`, renewed, where the request brought the proof.' },
    refusals: codes<RefusalOf<Guarded | typeof removeTotp> | 'too_busy'>()([
      'invalid_input',
      'unauthenticated',
      'proof_needed',
      'changed_meanwhile',
      'factor_off',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...LIMITS],
  },
}
