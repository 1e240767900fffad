import { verifyWithNewPassword } from '@/lib/auth/verify-with-new-password'
import { verifyWithPassword } from '@/lib/auth/verify-with-password'
import type { ApiCall } from '@/lib/http/api-call'
import { readDeviceMark } from '@/lib/http/cookies'
import { readInput } from '@/lib/http/request/read-input'
import { entryAnswer, signInAnswer } from '@/lib/http/response/entry'
import { ok, type Refused } from '@/lib/kernel/result'
import { proofInput } from './input'
import { checkTypedAddress } from './typed-address'

const VERIFIED = { success: true, message: 'Email verified!' }

/** Specification 4.1: the link with a password proves the address, and signs this browser in. */
export async function proveMailbox(call: ApiCall): Promise<Response | Refused> {
  const { ctx, request, visitor } = call
  const input = await readInput(call, proofInput)
  if (!input.ok) return input
  const { token, password = '', newPassword, email } = input.value
  const typed = newPassword === undefined ? ok(null) : await checkTypedAddress(call, { token, email })
  if (!typed.ok) return typed
  const deviceMark = readDeviceMark(ctx.env, request.headers.get('cookie'))
  if (newPassword === undefined) {
    const entry = await verifyWithPassword(ctx, { token, password, deviceMark }, visitor)
    return entry.ok ? entryAnswer(ctx.env, entry.value, VERIFIED) : entry
  }
  const signIn = await verifyWithNewPassword(ctx, { token, newPassword }, visitor)
  return signIn.ok ? signInAnswer(ctx.env, signIn.value, VERIFIED) : signIn
}
