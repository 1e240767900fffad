import { endpoint } from '@/app/api/endpoint'
import { putPasskeyOff } from '@/lib/auth/passkey/put-off'
import type { FormPages } from '@/lib/http/form/pages'
import { withSession } from '@/lib/http/guard/session'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { nothingInput } from '../input'

const FORM: FormPages = { page: () => '/dashboard', done: () => '/dashboard' }

/** `DELETE /api/account/passkey-offer`: "later" (specification 4.6). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/passkey-offer',
  {
    DELETE: withSession(async (call, { user }) => {
      const input = await readOptionalInput(call, nothingInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      await putPasskeyOff(call.ctx, user.id)
      return json(200, { success: true })
    }),
  },
  FORM,
)
