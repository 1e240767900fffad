import { endpoint } from '@/app/api/endpoint'
import { withDeviceKey } from '@/lib/http/guard/open'
import { boundCookie } from '@/lib/http/response/bound-cookie'
import { json } from '@/lib/http/response/json'
import { problemResponse } from '@/lib/http/response/problem'
import { fail } from '@/lib/kernel/result'
import { challengeHeader } from '@/lib/session/bind/challenge'
import { sealBoundCookie } from '@/lib/session/bind/cookie'
import { noteWrongProof } from '@/lib/session/bind/note'
import { refreshBinding } from '@/lib/session/bind/refresh'

/** Longer than any name of a binding. Browsers send theirs bare; the draft has it quoted. */
const NAME = /^"?([\w-]{1,64})"?$/

/**
 * `POST /api/auth/bound/refresh`: the browser renews the short cookie of a bound session (specification 4.8). Each answer but 200, 204, 403 with a
 * challenge and 5xx would make it forget the key for good, so no limit and no other check stands before it.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/bound/refresh', {
  POST: withDeviceKey(async ({ ctx, request, visitor }) => {
    const [, dbscId] = NAME.exec(request.headers.get('sec-secure-session-id') ?? '') ?? []
    // No browser: one that has a binding names it.
    if (!dbscId) return fail('invalid_input')
    const proof = request.headers.get('secure-session-response')
    const { answer, isWrong, userId } = await refreshBinding(ctx, { dbscId, proof })
    if (answer === 'end') return json(200, { session_identifier: dbscId, continue: false })
    const next = { 'Secure-Session-Challenge': challengeHeader(ctx, dbscId) }
    if (isWrong && userId !== undefined) noteWrongProof(ctx, userId, visitor)
    if (answer === 'challenge') return problemResponse({ code: 'device_proof_wrong' }, visitor.locale, next)
    return new Response(null, {
      status: 204,
      headers: { ...next, 'Set-Cookie': boundCookie(sealBoundCookie(ctx, dbscId)) },
    })
  }),
})
