import { endpoint } from '@/app/api/endpoint'
import { changePassword } from '@/lib/auth/account/change-password'
import { readDeviceMark } from '@/lib/http/cookies'
import type { FormPages } from '@/lib/http/form/pages'
import { withSession } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { addSignIn } from '@/lib/http/response/add-sign-in'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { passwordInput } from '../input'

const FORM: FormPages = {
  page: () => '/account/security',
  done: () => '/account/security',
  showsAnswer: true,
}

/** `POST /api/account/password`: a new password, by whoever knows the present one (specification 4.3). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/password',
  {
    POST: withSession(async (call, session) => {
      const { ctx, request, visitor } = call
      const input = await readInput(call, passwordInput)
      if (!input.ok) return input
      const { account, ...passwords } = input.value
      const shown = await requireShown(call, account, 'account')
      if (!shown.ok) return shown
      const presented = readDeviceMark(ctx.env, request.headers.get('cookie'))
      const changed = await changePassword(ctx, session, { ...passwords, deviceMark: presented }, visitor)
      if (!changed.ok) return changed
      return addSignIn(json(200, { user: changed.value.user }), ctx.env, changed.value)
    }),
  },
  FORM,
)
