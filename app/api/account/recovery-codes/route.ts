import { endpoint } from '@/app/api/endpoint'
import { makeRecoveryCodes } from '@/lib/auth/totp/make-recovery-codes'
import type { FormPages } from '@/lib/http/form/pages'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { provenInput } from '../input'

const PAGE = '/account/security'

const FORM: FormPages = { page: () => PAGE, done: () => PAGE, showsAnswer: true }

/** `POST /api/account/recovery-codes`: ten new recovery codes (specification 4.5). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/recovery-codes',
  {
    POST: withFreshProof(async (call, session) => {
      const input = await readOptionalInput(call, provenInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const made = await makeRecoveryCodes(call.ctx, session, call.visitor)
      return made.ok ? json(200, { recoveryCodes: made.value }) : made
    }),
  },
  FORM,
)
