import type { logout } from '@/lib/auth/logout'
import type { RefusalOf } from '@/lib/kernel/result'
import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  POST: {
    id: 'logout',
    chapter: 'Accounts',
    summary: 'Signs out',
    description: 'Ends the session of the cookie, if there is one. Signing out twice is fine. Takes no body.',
    access: ['session'],
    isAccessOptional: true,
    refusals: codes<RefusalOf<typeof logout> | 'unsupported_media_type'>()(['unsupported_media_type']),
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
