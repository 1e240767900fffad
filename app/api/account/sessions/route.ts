import { endpoint } from '@/app/api/endpoint'
import { endOtherOwnSessions } from '@/lib/auth/account/end-sessions'
import type { FormPages } from '@/lib/http/form/pages'
import { withSession } from '@/lib/http/guard/session'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { listSessions } from '@/lib/session/client/list'
import { nothingInput } from '../input'

const FORM: FormPages = {
  page: () => '/account/sessions',
  done: () => '/account/sessions',
  showsAnswer: true,
}

/** `/api/account/sessions`: `GET` lists the person's sessions, `DELETE` ends all but this one (specification 4.3). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/sessions',
  {
    GET: withSession(async ({ ctx }, session) => json(200, { sessions: await listSessions(ctx, session) })),
    DELETE: withSession(async (call, session) => {
      const input = await readOptionalInput(call, nothingInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const done = await endOtherOwnSessions(call.ctx, session, call.visitor)
      return done.ok ? json(200, { ended: done.value.ended }) : done
    }),
  },
  FORM,
)
