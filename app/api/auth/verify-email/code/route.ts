import { endpoint } from '@/app/api/endpoint'
import { verifyWithCode } from '@/lib/auth/verify-with-code'
import type { FormPages } from '@/lib/http/form/pages'
import { withSession } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { codeInput } from '../input'

const FORM: FormPages = { page: () => '/dashboard', done: () => '/dashboard' }

/** `POST /api/auth/verify-email/code`: the code of the verification e-mail, from the account's own browser. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/verify-email/code',
  {
    POST: withSession(async (call, session) => {
      const input = await readInput(call, codeInput)
      if (!input.ok) return input
      const { account, code } = input.value
      const shown = await requireShown(call, account)
      if (!shown.ok) return shown
      const verified = await verifyWithCode(call.ctx, { session, code }, call.visitor)
      return verified.ok ? json(200, { success: true, message: 'Email verified!' }) : verified
    }),
  },
  FORM,
)
