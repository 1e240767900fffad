import { endpoint } from '@/app/api/endpoint'
import { confirmPassword } from '@/lib/auth/confirm'
import { DEVICE_COOKIE, readCookie, sessionCookie } from '@/lib/http/cookies'
import { type FormFields, type FormPages, fieldText } from '@/lib/http/form/pages'
import { withSession } from '@/lib/http/guard/session'
import { redirectTarget } from '@/lib/http/redirect-target'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { confirmInput } from '../input'

const nextOf = (fields: FormFields): string => redirectTarget(fieldText(fields, 'next'))

const FORM: FormPages = {
  page: (fields) => `/account/confirm?next=${encodeURIComponent(nextOf(fields))}`,
  done: nextOf,
}

/** `POST /api/auth/confirm`: a fresh proof for the acts that need one (specification 4). The old JWT is refused from now on. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/confirm',
  {
    POST: withSession(async (call, session) => {
      const { ctx, request, visitor } = call
      const input = await readInput(call, confirmInput)
      if (!input.ok) return input
      const { account, password } = input.value
      const shown = await requireShown(call, account, 'account')
      if (!shown.ok) return shown
      const deviceMark = readCookie(request.headers.get('cookie'), DEVICE_COOKIE)
      const confirmed = await confirmPassword(ctx, { session, password, deviceMark }, visitor)
      if (!confirmed.ok) return confirmed
      const { jwt } = confirmed.value
      return json(200, { user: session.user }, { 'Set-Cookie': sessionCookie(ctx.env, jwt) })
    }),
  },
  FORM,
)
