import { verifyWithNewPassword } from '@/lib/auth/verify-with-new-password'
import { verifyWithPassword } from '@/lib/auth/verify-with-password'
import type { ApiCall } from '@/lib/http/api-call'
import { addSignInCookies, DEVICE_COOKIE, readCookie } from '@/lib/http/cookies'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { ok, type Refused } from '@/lib/kernel/result'
import { proofInput } from './input'
import { checkTypedAddress } from './typed-address'

/** Specification 4.1: the link with a password proves the address, and signs this browser in. */
export async function proveMailbox(call: ApiCall): Promise<Response | Refused> {
  const { ctx, request, visitor } = call
  const input = await readInput(call, proofInput)
  if (!input.ok) return input
  const { token, password = '', newPassword, email } = input.value
  const typed = newPassword === undefined ? ok(null) : await checkTypedAddress(call, { token, email })
  if (!typed.ok) return typed
  const deviceMark = readCookie(request.headers.get('cookie'), DEVICE_COOKIE)
  const proven =
    newPassword === undefined
      ? await verifyWithPassword(ctx, { token, password, deviceMark }, visitor)
      : await verifyWithNewPassword(ctx, { token, newPassword }, visitor)
  if (!proven.ok) return proven
  const { user, session, deviceMark: newMark } = proven.value
  const response = json(200, { success: true, message: 'Email verified!', user })
  addSignInCookies(response, ctx.env, session.jwt, newMark)
  return response
}
