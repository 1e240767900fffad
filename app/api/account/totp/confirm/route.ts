import { endpoint } from '@/app/api/endpoint'
import { confirmTotpSetup } from '@/lib/auth/totp/confirm'
import { sessionCookie } from '@/lib/http/cookies'
import type { FormPages } from '@/lib/http/form/pages'
import { withSession } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { totpCodeInput } from '../../input'

const PAGE = '/account/security/app'

const FORM: FormPages = { page: () => PAGE, done: () => PAGE, showsAnswer: true }

/** `POST /api/account/totp/confirm`: a first code turns the authenticator app on (specification 4.5). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/totp/confirm',
  {
    POST: withSession(async (call, session) => {
      const input = await readInput(call, totpCodeInput)
      if (!input.ok) return input
      const { account, code } = input.value
      const shown = await requireShown(call, account, 'account')
      if (!shown.ok) return shown
      const confirmed = await confirmTotpSetup(call.ctx, { session, code }, call.visitor)
      if (!confirmed.ok) return confirmed
      const { recoveryCodes, session: renewed } = confirmed.value
      const cookie = sessionCookie(call.ctx.env, renewed.jwt)
      return json(200, { recoveryCodes }, { 'Set-Cookie': cookie })
    }),
  },
  FORM,
)
