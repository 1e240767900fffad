import { endpoint } from '@/app/api/endpoint'
import { cancelEmailChange } from '@/lib/auth/email-change/cancel'
import { requestEmailChange } from '@/lib/auth/email-change/request'
import type { ApiCall } from '@/lib/http/api-call'
import type { FormPages } from '@/lib/http/form/pages'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { withSession } from '@/lib/http/guard/session'
import { readInput, readValue } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { accountInput } from '../../auth/input'
import { newEmailInput } from './input'
import { LINK_MAILED } from './message'

const FORM: FormPages = {
  page: () => '/account',
  done: () => '/account',
  // The page tells a cancelled change from a refused one by it.
  keeps: ['email', 'method'],
  showsAnswer: true,
}

/** The account that a request names, if any: there need not be a body. */
async function shownIn(call: ApiCall): Promise<string | undefined> {
  const body = await readValue(call)
  return body.ok ? accountInput.safeParse(body.value).data?.account : undefined
}

/** `/api/account/email`: asks for another address, or gives a pending one up (specification 4.3). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/email',
  {
    POST: withFreshProof(async (call, session) => {
      const input = await readInput(call, newEmailInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account)
      if (!shown.ok) return shown
      const asked = await requestEmailChange(call.ctx, input.value.email, session, call.visitor)
      return asked.ok ? json(202, { message: LINK_MAILED }) : asked
    }),
    DELETE: withSession(async (call, session) => {
      const shown = await requireShown(call, await shownIn(call))
      if (!shown.ok) return shown
      await cancelEmailChange(call.ctx, session, call.visitor)
      return json(200, { success: true })
    }),
  },
  FORM,
)
