import { ACTS } from '@/lib/administration/input'
import { success } from '@/lib/openapi/answers'
import type { RouteDocument } from '@/lib/openapi/route-document'
import { operatorActInput } from './input'

export const document: RouteDocument = {
  POST: {
    id: 'actOnAccount',
    chapter: 'Operators',
    summary: 'Does what an operator wants done to an account',
    description: `One of ${ACTS.map((act) => `\`${act}\``).join(', ')}; \`end_session\` names the session. Recorded with who did it. Where the operator's password was last given more than 10 minutes ago it has to come along; given, it renews the session, whatever becomes of the act. The last operator cannot be locked out.`,
    access: ['session'],
    body: {
      schema: operatorActInput,
      example: { act: 'end_sessions', userId: 1 },
    },
    answers: {
      200: { description: 'Done.', schema: success, example: { success: true } },
    },
    refusals: [
      'unauthenticated',
      'forbidden',
      'password_needed',
      'not_found',
      'nothing_to_do',
      'own_account',
      'rate_limited',
      'too_busy',
    ],
    limits: [
      'loginByNetwork',
      'loginByAccountAndNetwork',
      'loginByAccount',
      'loginByKnownDevice',
      'loginByKnownDevices',
    ],
  },
}
