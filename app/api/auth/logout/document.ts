import type { logout } from '@/lib/auth/logout'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { accountInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'logout',
    chapter: 'Accounts',
    summary: 'Signs out',
    description:
      'Ends the session of the cookie, if there is one. Signing out twice is fine. Needs no body. With ' +
      '`account`, the session of another account stays (409 `changed_meanwhile`).',
    access: ['session'],
    isAccessOptional: true,
    body: { schema: accountInput, example: {}, isOptional: true },
    refusals: codes<RefusalOf<typeof logout | typeof requireShown> | 'unsupported_media_type'>()([
      'unsupported_media_type',
      'changed_meanwhile',
    ]),
    answers: {
      200: {
        description: 'This browser is signed out.',
        schema: success,
        example: { success: true },
        headers: {
          'Set-Cookie': '`auth-token`, emptied.',
          'Clear-Site-Data': 'Empties the browser’s cache and storage of this site.',
        },
      },
    },
  },
}
