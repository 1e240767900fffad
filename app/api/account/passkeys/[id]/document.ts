import { z } from 'zod'
import type { removePasskey } from '@/lib/auth/passkey/remove'
import type { renameOwnPasskey } from '@/lib/auth/passkey/rename'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { SIGN_IN_LIMITS, success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { provenInput } from '../../input'
import { A_PASSKEY, accepted, passkey } from '../answer'
import { renamingInput } from '../input'

type Guarded = typeof requireSession | typeof requireShown

const params = { id: { description: '`id` of `GET /api/account/passkeys`.', example: A_PASSKEY.id } }

export const document: RouteDocument = {
  PATCH: {
    id: 'renamePasskey',
    chapter: 'Own account',
    summary: 'Renames a passkey',
    description: 'The name is for its person alone.',
    access: ['session'],
    params,
    body: { schema: renamingInput, example: { name: 'Mon téléphone' } },
    answers: {
      200: {
        description: 'Renamed.',
        schema: z.strictObject({ passkey }),
        example: { passkey: { ...A_PASSKEY, name: 'Mon téléphone' } },
      },
    },
    refusals: codes<RefusalOf<Guarded | typeof renameOwnPasskey>>()([
      'unauthenticated',
      'changed_meanwhile',
      'not_found',
      'rate_limited',
    ]),
    limits: ['profileChangeByAccount'],
  },
  DELETE: {
    id: 'removePasskey',
    chapter: 'Own account',
    summary: 'Removes a passkey',
    description:
      'Needs a fresh proof. The last way in stays: an account needs a password, another passkey or a linked provider (409 `last_way_in`). ' +
      'The owner is told by mail.',
    access: ['session'],
    params,
    body: { schema: provenInput, example: {}, mayBeMissing: true },
    answers: {
      200: {
        description: 'Removed.',
        schema: success.extend({ accepted }),
        example: {
          success: true,
          accepted: {
            rpId: 'auth.example.com',
            userId: 'bG9uZyBhbmQgb3BhcXVl',
            allAcceptedCredentialIds: [],
          },
        },
      },
    },
    headers: { 'Set-Cookie': '`auth-token`, renewed, where the request brought the proof.' },
    refusals: codes<RefusalOf<Guarded | typeof requireProof | typeof removePasskey> | 'too_busy'>()([
      'invalid_input',
      'unauthenticated',
      'proof_needed',
      'changed_meanwhile',
      'not_found',
      'last_way_in',
      'rate_limited',
      'too_busy',
    ]),
    limits: [...SIGN_IN_LIMITS, 'factorCodeByAccount', 'wayInChangeByAccount'],
  },
}
