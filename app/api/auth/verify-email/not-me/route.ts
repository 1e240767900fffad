import { endpoint } from '@/app/api/endpoint'
import { disown } from '@/lib/auth/disown'
import type { FormPages } from '@/lib/http/form/pages'
import { withProofInside } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { notMeInput } from '../input'
import { linkPage, VERIFICATION_PAGE } from '../link-page'
import { checkTypedAddress } from '../typed-address'

const FORM: FormPages = { page: linkPage, done: () => VERIFICATION_PAGE, keeps: ['email'], showsAnswer: true }

/** `POST /api/auth/verify-email/not-me`: deletes a never-verified account that somebody else made with this address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/verify-email/not-me',
  {
    POST: withProofInside(async (call) => {
      const input = await readInput(call, notMeInput)
      if (!input.ok) return input
      const typed = await checkTypedAddress(call, input.value)
      if (!typed.ok) return typed
      const disowned = await disown(call.ctx, input.value.token, call.visitor)
      return disowned.ok ? json(200, { success: true }) : disowned
    }),
  },
  FORM,
)
