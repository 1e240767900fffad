import { endpoint } from '@/app/api/endpoint'
import { resetPassword } from '@/lib/auth/reset-password'
import { handOver } from '@/lib/http/form/hand-over'
import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { withProofInside } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { resetInput } from '../input'

const PATH = '/api/auth/reset-password'

const FORM: FormPages = {
  page: (fields) => `/auth/reset-password?token=${encodeURIComponent(fieldText(fields, 'token'))}`,
  done: () => '/login',
}

/** `POST /api/auth/reset-password`: specification 4.2. The sign-in page then has the address filled in. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  PATH,
  {
    POST: withProofInside(async (call) => {
      const input = await readInput(call, resetInput)
      if (!input.ok) return input
      const reset = await resetPassword(call.ctx, input.value, call.visitor)
      if (!reset.ok) return reset
      const answer = { success: true, message: 'Password changed' }
      const { email } = reset.value
      return handOver(call, json(200, answer), '/login', { action: PATH, answer, values: { email } })
    }),
  },
  FORM,
)
