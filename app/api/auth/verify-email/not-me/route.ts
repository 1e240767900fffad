import { endpoint } from '@/app/api/endpoint'
import { disown } from '@/lib/auth/disown'
import type { FormPages } from '@/lib/http/form/pages'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { tokenInput } from '../../input'
import { linkPage, VERIFICATION_PAGE } from '../link-page'

const FORM: FormPages = { page: linkPage, done: () => VERIFICATION_PAGE, showsAnswer: true }

/** `POST /api/auth/verify-email/not-me`: deletes a never-verified account that somebody else made with this address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/verify-email/not-me',
  {
    async POST(call) {
      const input = await readInput(call, tokenInput)
      if (!input.ok) return input
      const disowned = await disown(call.ctx, input.value.token, call.visitor)
      return disowned.ok ? json(200, { success: true }) : disowned
    },
  },
  FORM,
)
