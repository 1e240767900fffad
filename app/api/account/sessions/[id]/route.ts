import { endpoint } from '@/app/api/endpoint'
import { endOneOwnSession } from '@/lib/auth/account/end-sessions'
import { endedSessionCookie } from '@/lib/http/cookies'
import type { FormPages } from '@/lib/http/form/pages'
import { tellPage } from '@/lib/http/form/tell-page'
import { withSession } from '@/lib/http/guard/session'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { nothingInput } from '../../input'

const FORM: FormPages = {
  page: () => '/account/sessions',
  done: () => '/account/sessions',
  showsAnswer: true,
}

/** `DELETE /api/account/sessions/{id}`: ends one session of the person; this very one is a sign-out (specification 4.3). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/sessions/{id}',
  {
    DELETE: withSession(async (call, session) => {
      const { ctx, params, visitor } = call
      const input = await readOptionalInput(call, nothingInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const done = await endOneOwnSession(ctx, session, params.id ?? '', visitor)
      if (!done.ok) return done
      const { ended, isOwn, client } = done.value
      const headers = isOwn
        ? { 'Set-Cookie': endedSessionCookie(ctx.env), 'Clear-Site-Data': '"cache", "storage"' }
        : undefined
      const { browser, system } = client
      return tellPage(json(200, { ended }, headers), { browser: browser ?? '', system: system ?? '' })
    }),
  },
  FORM,
)
