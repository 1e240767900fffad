import { endpoint } from '@/app/api/endpoint'
import { withDeviceKey } from '@/lib/http/guard/open'
import { BOUND_ATTRIBUTES, BOUND_COOKIE, boundCookie } from '@/lib/http/response/bound-cookie'
import { json } from '@/lib/http/response/json'
import { challengeHeader } from '@/lib/session/bind/challenge'
import { sealBoundCookie } from '@/lib/session/bind/cookie'
import { countBinding } from '@/lib/session/bind/count'
import { BIND_PATHS } from '@/lib/session/bind/offer'
import { registerKey } from '@/lib/session/bind/register'

/** Requests that the browser need not hold back: files, and the way out, which works without the short cookie. */
const FREE_PATHS = ['/_next/static', '/api/auth/logout']

const instructions = (dbscId: string) => ({
  session_identifier: dbscId,
  refresh_url: BIND_PATHS.refresh,
  scope: {
    include_site: false,
    scope_specification: FREE_PATHS.map((path) => ({ type: 'exclude', path })),
  },
  credentials: [{ type: 'cookie', name: BOUND_COOKIE, attributes: BOUND_ATTRIBUTES }],
})

/** `POST /api/auth/bound/start`: the browser registers a key for its new session (specification 4.8). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/bound/start', {
  POST: withDeviceKey(async ({ ctx, request, visitor }) => {
    const proof = request.headers.get('secure-session-response')
    const bound = await registerKey(ctx, { jwt: visitor.jwt, proof })
    if (!bound.ok) {
      countBinding(ctx, 'refused_registration')
      ctx.log.info('key_refused', { code: bound.error.code })
      return bound
    }
    const { dbscId, userId } = bound.value
    countBinding(ctx, 'registered')
    ctx.log.info('key_registered', { userId })
    return json(200, instructions(dbscId), {
      'Secure-Session-Challenge': challengeHeader(ctx, dbscId),
      'Set-Cookie': boundCookie(sealBoundCookie(ctx, dbscId)),
    })
  }),
})
