import { endpoint } from '@/app/api/endpoint'
import { linkPages } from '@/app/api/link-pages'
import { confirmEmailChange } from '@/lib/auth/email-change/confirm'
import { sessionCookie } from '@/lib/http/cookies'
import { withSession } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { confirmInput } from './input'

/** `POST /api/account/email/confirm`: the new address is proven, and replaces the old one (specification 4.3). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/email/confirm',
  {
    POST: withSession(async (call, session) => {
      const { ctx, visitor } = call
      const input = await readInput(call, confirmInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const changed = await confirmEmailChange(ctx, input.value.token, session, visitor)
      if (!changed.ok) return changed
      const { user, session: renewed } = changed.value
      return json(200, { user }, { 'Set-Cookie': sessionCookie(ctx.env, renewed.jwt) })
    }),
  },
  linkPages('change_email'),
)
