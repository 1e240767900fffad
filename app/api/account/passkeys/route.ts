import { endpoint } from '@/app/api/endpoint'
import { enrolPasskey } from '@/lib/auth/passkey/enrol'
import { readPasskeys } from '@/lib/auth/read-passkeys'
import { sessionCookie } from '@/lib/http/cookies'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { withSession } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { enrolmentInput } from './input'
import { shownPasskey } from './shown'

/** `/api/account/passkeys`: `GET` lists the person's passkeys, `POST` adds one (specification 4.6). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/account/passkeys', {
  GET: withSession(async ({ ctx }, { user }) => {
    const { passkeys, accepted } = await readPasskeys(ctx, user.id)
    return json(200, { passkeys: passkeys.map(shownPasskey), accepted })
  }),
  POST: withFreshProof(async (call, session) => {
    const input = await readInput(call, enrolmentInput)
    if (!input.ok) return input
    const { account, response, name } = input.value
    const shown = await requireShown(call, account, 'account')
    if (!shown.ok) return shown
    const enrolled = await enrolPasskey(call.ctx, { session, response, name }, call.visitor)
    if (!enrolled.ok) return enrolled
    const { passkey, session: renewed } = enrolled.value
    const cookie = sessionCookie(call.ctx.env, renewed.jwt)
    return json(201, { passkey: shownPasskey(passkey) }, { 'Set-Cookie': cookie })
  }),
})
