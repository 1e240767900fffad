import { z } from 'zod'
import { endpoint } from '@/app/api/endpoint'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { proofFields } from '@/lib/session/proof'
import { shownAccount } from '@/lib/session/shown'
import { renameStudio } from './studios'

const closing = z.strictObject({ account: shownAccount, ...proofFields })

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/studio/name',
  {
    // 403 `proof_needed` more than ten minutes after the last proof; a `password` in the body is one, or a `factorCode`
    DELETE: withFreshProof(async (call, { user }) => {
      const input = await readInput(call, closing)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account)
      if (!shown.ok) return shown
      await renameStudio(user.id, '')
      return json(200, { success: true })
    }),
  },
  { page: () => '/studio', done: () => '/studio' },
)
