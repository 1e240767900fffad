import { login } from '@/lib/auth/login'
import { addSignInCookies, DEVICE_COOKIE, readCookie } from '@/lib/http/cookies'
import { endpoint, json } from '@/lib/http/endpoint'
import { readInput } from '@/lib/http/request/read-json'
import { loginInput } from '../input'

/** `POST /api/auth/login`: specification 1.3. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/login', {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, loginInput)
    if (!input.ok) return input
    const presentedMark = readCookie(request.headers.get('cookie'), DEVICE_COOKIE)
    const signedIn = await login(ctx, input.value, visitor, presentedMark)
    if (!signedIn.ok) return signedIn
    const { user, session, deviceMark } = signedIn.value
    const response = json(200, { user })
    addSignInCookies(response, ctx.env, session.jwt, deviceMark)
    return response
  },
})
