import { endpoint } from '@/app/api/endpoint'
import { changeEmail } from '@/lib/auth/change-email'
import { sessionCookie } from '@/lib/http/cookies'
import type { FormPages } from '@/lib/http/form/pages'
import { withProofInside } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { emailInput } from '../input'

const FORM: FormPages = { page: () => '/dashboard', done: () => '/dashboard', keeps: ['email'] }

/** `POST /api/auth/change-email`: corrects the address of an account that was never verified. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/change-email',
  {
    POST: withProofInside(async (call) => {
      const { ctx, visitor } = call
      const input = await readInput(call, emailInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account)
      if (!shown.ok) return shown
      const changed = await changeEmail(ctx, input.value.email, visitor)
      if (!changed.ok) return changed
      const { user, session } = changed.value
      return json(
        200,
        { user, message: 'Please check your email' },
        { 'Set-Cookie': sessionCookie(ctx.env, session.jwt) },
      )
    }),
  },
  FORM,
)
