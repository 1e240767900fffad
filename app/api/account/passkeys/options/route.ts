import { endpoint } from '@/app/api/endpoint'
import { startEnrolment } from '@/lib/auth/passkey/start-enrolment'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { optionsInput } from '../input'

/** `POST /api/account/passkeys/options`: options to make a passkey with (specification 4.6). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/account/passkeys/options', {
  POST: withFreshProof(async (call, session) => {
    const input = await readOptionalInput(call, optionsInput)
    if (!input.ok) return input
    const shown = await requireShown(call, input.value.account, 'account')
    if (!shown.ok) return shown
    const options = await startEnrolment(call.ctx, session, input.value.isQuiet)
    return options.ok ? json(200, options.value) : options
  }),
})
