import { z } from 'zod'
import type { RefusalOf } from '@/lib/kernel/result'
import type { registerKey } from '@/lib/session/bind/register'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  POST: {
    id: 'registerSessionKey',
    chapter: 'Accounts',
    comesByItself: true,
    summary: 'Binds a new session to a key of its browser',
    description:
      'For browsers alone (W3C: Device Bound Session Credentials): one that knows the header `Secure-Session-Registration` of a sign-in makes ' +
      'a key, and sends its proof here by itself, without a body, in the header `Secure-Session-Response`. From then on the session is ' +
      'refused with 401 `device_proof_missing` where the cookie `__Host-auth-bound` is missing, which only this key renews. A session ' +
      'that has a key keeps it (409).',
    access: ['session'],
    answers: {
      200: {
        description: 'The session is bound. The body tells the browser when to renew what.',
        schema: z.strictObject({
          session_identifier: z.string().describe('Names the binding.'),
          refresh_url: z.literal('/api/auth/bound/refresh'),
          scope: z.strictObject({
            include_site: z.literal(false),
            scope_specification: z.array(z.strictObject({ type: z.literal('exclude'), path: z.string() })),
          }),
          credentials: z.array(
            z.strictObject({
              type: z.literal('cookie'),
              name: z.literal('__Host-auth-bound'),
              attributes: z.string(),
            }),
          ),
        }),
        example: {
          session_identifier: 'mMO3gRXw0MqL1Uzx3w3xKg',
          refresh_url: '/api/auth/bound/refresh',
          scope: {
            include_site: false,
            scope_specification: [
              { type: 'exclude', path: '/_next/static' },
              { type: 'exclude', path: '/api/auth/logout' },
            ],
          },
          credentials: [
            {
              type: 'cookie',
              name: '__Host-auth-bound',
              attributes: 'Path=/; Secure; HttpOnly; SameSite=Lax',
            },
          ],
        },
        headers: {
          'Set-Cookie': '`__Host-auth-bound`, for ten minutes.',
          'Secure-Session-Challenge': 'The challenge for the first refresh.',
        },
      },
    },
    refusals: codes<RefusalOf<typeof registerKey>>()([
      'unauthenticated',
      'device_proof_wrong',
      'already_bound',
    ]),
  },
}
