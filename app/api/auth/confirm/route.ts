import type { z } from 'zod'
import { endpoint } from '@/app/api/endpoint'
import { confirmPassword } from '@/lib/auth/confirm'
import { confirmCode } from '@/lib/auth/confirm-code'
import { confirmByPasskey } from '@/lib/auth/passkey/confirm'
import { methodOf } from '@/lib/factor/code'
import type { ApiCall } from '@/lib/http/api-call'
import { readDeviceMark, sessionCookie } from '@/lib/http/cookies'
import { type FormFields, type FormPages, fieldText } from '@/lib/http/form/pages'
import { withSession } from '@/lib/http/guard/session'
import { redirectTarget } from '@/lib/http/redirect-target'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { fail } from '@/lib/kernel/result'
import type { ActiveSession } from '@/lib/session/read'
import { confirmInput } from '../input'

const nextOf = (fields: FormFields): string => redirectTarget(fieldText(fields, 'next'))

type Proof = z.output<typeof confirmInput>

const FORM: FormPages = {
  page: (fields) => `/account/confirm?next=${encodeURIComponent(nextOf(fields))}`,
  done: nextOf,
}

/** Where the second step is on, a password alone proves nothing (specification 4). */
function confirmBy(
  { ctx, request, visitor }: ApiCall,
  session: ActiveSession,
  { code, method, passkey, password = '' }: Proof,
) {
  if (passkey !== undefined) return confirmByPasskey(ctx, { session, response: passkey }, visitor)
  if (code !== undefined)
    return confirmCode(ctx, { session, method: method ?? methodOf(code), code }, visitor)
  if (session.factors.totp)
    return fail('proof_needed', { fields: [{ field: 'code', code: 'factor_confirm' }] })
  const deviceMark = readDeviceMark(ctx.env, request.headers.get('cookie'))
  return confirmPassword(ctx, { session, password, deviceMark }, visitor)
}

/** `POST /api/auth/confirm`: a fresh proof for the acts that need one (specification 4). The old JWT is refused from now on. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/confirm',
  {
    POST: withSession(async (call, session) => {
      const { ctx } = call
      const input = await readInput(call, confirmInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const confirmed = await confirmBy(call, session, input.value)
      if (!confirmed.ok) return confirmed
      const { jwt } = confirmed.value
      return json(200, { user: session.user }, { 'Set-Cookie': sessionCookie(ctx.env, jwt) })
    }),
  },
  FORM,
)
