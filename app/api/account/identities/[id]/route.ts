import { endpoint } from '@/app/api/endpoint'
import { unlink } from '@/lib/auth/provider/unlink'
import type { FormPages } from '@/lib/http/form/pages'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { provenInput } from '../../input'

const FORM: FormPages = {
  page: () => '/account/security',
  done: () => '/account/security',
  showsAnswer: true,
}

/** `DELETE /api/account/identities/{id}`: a provider opens the account no longer (specification 4.7). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/identities/{id}',
  {
    DELETE: withFreshProof(async (call, session) => {
      const { ctx, params, visitor } = call
      const input = await readOptionalInput(call, provenInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const unlinked = await unlink(ctx, session, params.id ?? '', visitor)
      return unlinked.ok ? json(200, unlinked.value) : unlinked
    }),
  },
  FORM,
)
