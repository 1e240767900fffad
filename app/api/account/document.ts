import { z } from 'zod'
import type { changeProfile } from '@/lib/auth/account/change-profile'
import type { deleteOwnAccount } from '@/lib/auth/account/delete-account'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, SIGN_IN_LIMITS, success, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { accountInput } from '../auth/input'
import { OWN_ACCOUNT, ownAccount } from './answer'
import { deletionInput, profileInput } from './input'

type Guarded = typeof requireSession | typeof requireShown

export const document: RouteDocument = {
  GET: {
    id: 'readAccount',
    chapter: 'Own account',
    summary: 'Returns the signed-in person’s account',
    description:
      'Also what became of the newest messages to the person. Does not keep an idle session alive.',
    access: ['session'],
    query: accountInput,
    answers: { 200: { description: 'The account.', schema: ownAccount, example: OWN_ACCOUNT } },
    refusals: codes<RefusalOf<Guarded>>()(['unauthenticated', 'changed_meanwhile']),
  },
  PATCH: {
    id: 'changeProfile',
    chapter: 'Own account',
    summary: 'Changes name or language',
    description: 'A property that is left out stays; a body without either is refused.',
    access: ['session'],
    body: { schema: profileInput, example: { name: 'Jean Dupont', locale: 'fr' } },
    answers: {
      200: {
        description: 'Changed.',
        schema: z.strictObject({ user }),
        example: { user: { ...JEAN, emailVerified: true } },
      },
    },
    headers: { 'Set-Cookie': '`locale`, where the language was given.' },
    refusals: codes<RefusalOf<Guarded | typeof changeProfile>>()([
      'unauthenticated',
      'changed_meanwhile',
      'rate_limited',
    ]),
    limits: ['profileChangeByAccount'],
  },
  DELETE: {
    id: 'deleteAccount',
    chapter: 'Own account',
    summary: 'Deletes the signed-in person’s account',
    description:
      'Needs a fresh proof, and the account’s address, typed. Every session ends, every row of the person is gone or nobody’s ' +
      '(docs/security.md lists what stays), waiting mail is cancelled, a farewell leaves, and the address is free. While a former ' +
      'address can be restored the answer is 409 `undo_open`; the last operator who can sign in stays (409 `last_operator`).',
    access: ['session'],
    body: { schema: deletionInput, example: { email: JEAN.email } },
    answers: {
      200: {
        description: 'Deleted.',
        schema: success,
        example: { success: true },
        headers: {
          'Set-Cookie': '`auth-token` and, in a second header, `auth-device`, both emptied.',
          'Clear-Site-Data': 'Empties the browser’s cache and storage of this site.',
        },
      },
    },
    refusals: codes<RefusalOf<Guarded | typeof requireProof | typeof deleteOwnAccount> | 'too_busy'>()([
      'invalid_input',
      'unauthenticated',
      'proof_needed',
      'changed_meanwhile',
      'undo_open',
      'last_operator',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'farewellByRecipient'],
  },
}
