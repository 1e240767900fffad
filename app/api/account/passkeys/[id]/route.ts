import { endpoint } from '@/app/api/endpoint'
import { removePasskey } from '@/lib/auth/passkey/remove'
import { renameOwnPasskey } from '@/lib/auth/passkey/rename'
import { readPasskeys } from '@/lib/auth/read-passkeys'
import type { FormPages } from '@/lib/http/form/pages'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { withSession } from '@/lib/http/guard/session'
import { readInput, readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { fail } from '@/lib/kernel/result'
import { provenInput } from '../../input'
import { renamingInput } from '../input'
import { shownPasskey } from '../shown'

const PAGE = '/account/security'

const FORM: FormPages = { page: () => PAGE, done: () => PAGE, showsAnswer: true, keeps: ['method'] }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `/api/account/passkeys/{id}`: `PATCH` renames a passkey, `DELETE` removes it (specification 4.6). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/passkeys/{id}',
  {
    PATCH: withSession(async (call, session) => {
      const { ctx, params, visitor } = call
      const input = await readInput(call, renamingInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const id = params.id ?? ''
      if (!UUID.test(id)) return fail('not_found')
      const renamed = await renameOwnPasskey(ctx, { session, id, name: input.value.name }, visitor)
      return renamed.ok ? json(200, { passkey: shownPasskey(renamed.value) }) : renamed
    }),
    DELETE: withFreshProof(async (call, session) => {
      const { ctx, params, visitor } = call
      const input = await readOptionalInput(call, provenInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const id = params.id ?? ''
      if (!UUID.test(id)) return fail('not_found')
      const removed = await removePasskey(ctx, { session, id }, visitor)
      if (!removed.ok) return removed
      const { accepted } = await readPasskeys(ctx, session.user.id)
      return json(200, { success: true, accepted })
    }),
  },
  FORM,
)
