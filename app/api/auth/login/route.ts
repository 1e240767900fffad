import { loginInput } from '@/lib/auth/input'
import { login } from '@/lib/auth/login'
import { json } from '@/lib/http/answer'
import { DEVICE_COOKIE, readCookie, signInCookies } from '@/lib/http/cookies'
import { endpoint } from '@/lib/http/endpoint'
import { readInput } from '@/lib/http/read-json'

/** `POST /api/auth/login`: specification 1.3. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/auth/login', {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, loginInput)
    if (!input.ok) return input
    const presentedMark = readCookie(request.headers.get('cookie'), DEVICE_COOKIE)
    const signedIn = await login(ctx, input.value, visitor, presentedMark)
    if (!signedIn.ok) return signedIn
    const { user, session, deviceMark } = signedIn.value
    const cookies = signInCookies(ctx.env, session.jwt, deviceMark)
    return json(200, { user }, { 'Set-Cookie': cookies })
  },
})
