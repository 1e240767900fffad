import { endpoint } from '@/app/api/endpoint'
import { signInByPasskey } from '@/lib/auth/passkey/sign-in'
import { readDeviceMark } from '@/lib/http/cookies'
import { anyone } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { steppedAnswer } from '@/lib/http/response/entry'
import { recogniseSession } from '@/lib/session/read'
import { passkeyInput } from './input'

/** `POST /api/auth/passkey`: signs in by a passkey (specification 4.6). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/passkey', {
  POST: anyone(async (call) => {
    const { ctx, request, visitor } = call
    const input = await readInput(call, passkeyInput)
    if (!input.ok) return input
    const session = (await recogniseSession(ctx, visitor.jwt))?.handle ?? null
    const deviceMark = readDeviceMark(ctx.env, request.headers.get('cookie'))
    const given = { response: input.value.response, session, deviceMark }
    const signIn = await signInByPasskey(ctx, given, visitor)
    return signIn.ok ? steppedAnswer(ctx.env, signIn.value) : signIn
  }),
})
