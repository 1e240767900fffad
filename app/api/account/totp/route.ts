import { endpoint } from '@/app/api/endpoint'
import { removeTotp } from '@/lib/auth/totp/remove'
import { startTotpSetup } from '@/lib/auth/totp/start'
import { type FormFields, type FormPages, fieldText } from '@/lib/http/form/pages'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { provenInput } from '../input'

const isRemoval = (fields: FormFields): boolean => fieldText(fields, 'method') === 'DELETE'

const FORM: FormPages = {
  page: () => '/account/security',
  // The page of the set-up shows the secret itself.
  done: (fields) => (isRemoval(fields) ? '/account/security' : '/account/security/app'),
  keeps: ['method'],
  showsAnswer: isRemoval,
}

/** `/api/account/totp`: specification 4.5. `POST` begins the set-up of an authenticator app, `DELETE` turns it off. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/totp',
  {
    POST: withFreshProof(async (call, session) => {
      const input = await readOptionalInput(call, provenInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const setup = await startTotpSetup(call.ctx, session)
      return setup.ok ? json(200, setup.value) : setup
    }),
    DELETE: withFreshProof(async (call, session) => {
      const input = await readOptionalInput(call, provenInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const removed = await removeTotp(call.ctx, session, call.visitor)
      return removed.ok ? json(200, { success: true }) : removed
    }),
  },
  FORM,
)
