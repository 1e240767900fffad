import { endpoint } from '@/app/api/endpoint'
import { donePath } from '@/app/monitoring/users/done-path'
import { confirmPassword } from '@/lib/auth/confirm'
import { DEVICE_COOKIE, readCookie, sessionCookie } from '@/lib/http/cookies'
import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { requireOperatorCall } from '@/lib/http/operator-guard'
import { readInput } from '@/lib/http/request/read-input'
import { type ExceptionCode, explainError } from '@/lib/http/response/explain-error'
import { json } from '@/lib/http/response/json'
import { problemResponse } from '@/lib/http/response/problem'
import { requireShown } from '@/lib/http/shown-guard'
import type { Context } from '@/lib/kernel/context'
import type { RefusalOf, Result } from '@/lib/kernel/result'
import type { ActInput } from '@/lib/operate/acts'
import type { Actor } from '@/lib/operate/authorize'
import { perform } from '@/lib/operate/perform'
import { operatorActInput } from './input'

/** `act` and `sessionId` tell the forms of a person's page apart. */
const FORM: FormPages = {
  page(fields) {
    const id = fieldText(fields, 'userId')
    return /^\d{1,15}$/.test(id) ? `/monitoring/users/${id}` : '/monitoring/users'
  },
  done: (fields) => donePath(fieldText(fields, 'act'), fieldText(fields, 'userId')),
  keeps: ['act', 'sessionId'],
}

/**
 * `POST /api/monitoring/users`: an operator's act on an account, with the operator's password where it was last given
 * more than ten minutes ago. Given, it renews the session, and the new cookie goes out whatever becomes of the act.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/monitoring/users',
  {
    async POST(call) {
      const { ctx, request, visitor } = call
      const operator = await requireOperatorCall(call)
      if (!operator.ok) return operator
      const wish = await readInput(call, operatorActInput)
      if (!wish.ok) return wish
      const { account, password, ...wanted } = wish.value
      const shown = await requireShown(call, account, 'account')
      if (!shown.ok) return shown
      const deviceMark = readCookie(request.headers.get('cookie'), DEVICE_COOKIE)
      const confirmed = await confirmPassword(ctx, { session: operator.value, password, deviceMark }, visitor)
      if (!confirmed.ok) return confirmed
      const renewed = confirmed.value
      const headers: Record<string, string> = renewed
        ? { 'Set-Cookie': sessionCookie(ctx.env, renewed.jwt) }
        : {}
      const { id: sessionId } = renewed ?? operator.value
      const done = await attempt(ctx, { id: operator.value.user.id, sessionId }, wanted)
      return done.ok
        ? json(200, { success: true }, headers)
        : problemResponse(done.error, visitor.locale, headers)
    },
  },
  FORM,
)

/** The act; what it throws becomes a refusal here, so that the answer can carry the cookie. */
const attempt = (
  ctx: Context,
  actor: Actor,
  wanted: ActInput,
): Promise<Result<null, RefusalOf<typeof perform> | ExceptionCode>> =>
  perform(ctx, actor, wanted).catch((error) => ({ ok: false, error: explainError(ctx.log, error) }))
