import type { verifyEmail } from '@/lib/auth/verify-email'
import type { verifyWithNewPassword } from '@/lib/auth/verify-with-new-password'
import type { verifyWithPassword } from '@/lib/auth/verify-with-password'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, SIGN_IN_HEADERS, SIGN_IN_LIMITS, user, verified } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { tokenInput } from '../input'
import { proofInput } from './input'

export const document: RouteDocument = {
  GET: {
    id: 'verifyEmail',
    chapter: 'Verification',
    summary: 'Proves an e-mail address by its token',
    description:
      'A GET that changes something, as the contract has it; no mail and no page names this address but the page of the link, in the ' +
      'browser with the session of the very account. HEAD does not use the token; prefetching (`Sec-Purpose`), ' +
      'requests of other sites and embedding are refused with 403. The address must hold the token exactly once.',
    query: tokenInput,
    answers: {
      200: {
        description: 'Verified; all links of the account are void, and the welcome e-mail is queued.',
        schema: verified,
        example: { success: true, message: 'Email verified!' },
      },
    },
    refusals: codes<RefusalOf<typeof verifyEmail> | 'cross_site_request'>()([
      'invalid_token',
      'token_used',
      'token_expired',
      'account_disabled',
      'cross_site_request',
      'rate_limited',
    ]),
    limits: ['badTokenByNetwork'],
  },
  POST: {
    id: 'proveMailbox',
    chapter: 'Verification',
    summary: 'Proves an e-mail address in another browser, and signs it in',
    description:
      'With the token either `password`, the account’s, or `newPassword`, which replaces it. A new password ends every session, and ' +
      'voids every mailed link but the one that undoes a change of address. A wrong password counts as a failed sign-in and leaves the ' +
      'token good.',
    body: {
      schema: proofInput,
      example: { token: '5d'.repeat(32), password: 'une phrase de passe assez longue' },
    },
    answers: {
      200: {
        description: 'Verified, and this browser is signed in.',
        schema: verified.extend({ user }),
        example: { success: true, message: 'Email verified!', user: { ...JEAN, emailVerified: true } },
        headers: SIGN_IN_HEADERS,
      },
    },
    refusals: codes<RefusalOf<typeof verifyWithPassword | typeof verifyWithNewPassword> | 'too_busy'>()([
      'invalid_token',
      'token_used',
      'token_expired',
      'invalid_credentials',
      'account_disabled',
      'invalid_input',
      'rate_limited',
      'too_busy',
    ]),
    limits: [
      ...SIGN_IN_LIMITS,
      'loginFailuresByNetwork',
      'loginFailedAccountsByNetwork',
      'badTokenByNetwork',
    ],
  },
}
