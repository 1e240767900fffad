import { z } from 'zod'
import type { confirmEmailChange } from '@/lib/auth/email-change/confirm'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { confirmInput } from './input'

export const document: RouteDocument = {
  POST: {
    id: 'confirmEmailChange',
    chapter: 'Accounts',
    summary: 'Proves the new address of an account, which replaces the old one',
    description:
      'Only in a session of that very account: in one of another the answer is 403 `forbidden`, and the link stays good. Every other ' +
      'session ends. The old address gets a notice with a link that undoes the change for 7 days; meanwhile nobody else can have that address.',
    access: ['session'],
    body: { schema: confirmInput, example: { token: '5d'.repeat(32) } },
    answers: {
      200: {
        description: 'Changed.',
        schema: z.strictObject({ user }),
        example: { user: { ...JEAN, email: 'jean.dupont@example.com', emailVerified: true } },
        headers: { 'Set-Cookie': '`auth-token`, renewed: a session names its address.' },
      },
    },
    refusals: codes<RefusalOf<typeof confirmEmailChange | typeof requireShown>>()([
      'unauthenticated',
      'forbidden',
      'changed_meanwhile',
      'invalid_token',
      'token_used',
      'token_expired',
      'email_taken',
      'rate_limited',
    ]),
    limits: ['badTokenByNetwork'],
  },
}
