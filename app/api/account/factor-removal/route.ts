import { endpoint } from '@/app/api/endpoint'
import { keepFactor } from '@/lib/auth/keep-factor'
import type { FormPages } from '@/lib/http/form/pages'
import { withSession } from '@/lib/http/guard/session'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { nothingInput } from '../input'

const PAGE = '/account/security'

const FORM: FormPages = { page: () => PAGE, done: () => PAGE, showsAnswer: true }

/** `DELETE /api/account/factor-removal`: the second factor stays (docs/decisions/0041-ways-back.md). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/factor-removal',
  {
    DELETE: withSession(async (call, session) => {
      const input = await readOptionalInput(call, nothingInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const kept = await keepFactor(call.ctx, session, call.visitor)
      return kept.ok ? json(200, { success: true }) : kept
    }),
  },
  FORM,
)
