import { endpoint } from '@/app/api/endpoint'
import { resendLink } from '@/lib/auth/resend-link'
import type { FormFields, FormPages } from '@/lib/http/form/pages'
import { withProofInside } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { resendInput } from '../../input'
import { linkPage } from '../link-page'

/** An old link's page has the form with its token, the dashboard without. */
const pageOf = (fields: FormFields): string => ('token' in fields ? linkPage(fields) : '/dashboard')

const FORM: FormPages = { page: pageOf, done: pageOf, showsAnswer: true }

/** `POST /api/auth/verify-email/resend`: a new link, for the signed-in account or for the holder of an old link. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/verify-email/resend',
  {
    POST: withProofInside(async (call) => {
      const input = await readInput(call, resendInput)
      if (!input.ok) return input
      const { token, account } = input.value
      const shown = await requireShown(call, token === undefined ? account : undefined)
      if (!shown.ok) return shown
      const resent = await resendLink(call.ctx, token, call.visitor)
      return resent.ok ? json(202, { success: true, retryAfter: resent.value.retryAfter }) : resent
    }),
  },
  FORM,
)
