import { endpoint } from '@/app/api/endpoint'
import { requestReset } from '@/lib/auth/request-reset'
import type { FormPages } from '@/lib/http/form/pages'
import { anyone } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { forgotInput } from '../input'

const PAGE = '/forgot-password'
const FORM: FormPages = { page: () => PAGE, done: () => PAGE, keeps: ['email'], showsAnswer: true }

/** `POST /api/auth/forgot-password`: specification 4.2. One answer for every address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/forgot-password',
  {
    POST: anyone(async (call) => {
      const input = await readInput(call, forgotInput)
      if (!input.ok) return input
      const requested = await requestReset(call.ctx, input.value.email, call.visitor)
      if (!requested.ok) return requested
      return json(202, {
        success: true,
        message: 'If this address has an account, a message is on its way',
      })
    }),
  },
  FORM,
)
