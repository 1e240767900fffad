import { endpoint } from '@/app/api/endpoint'
import { donePath } from '@/app/monitoring/done-path'
import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { checkProof } from '@/lib/http/guard/fresh-proof'
import { withOperator } from '@/lib/http/guard/operator'
import { handleRenewed } from '@/lib/http/guard/renewed'
import type { SessionHandler } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { actOnDeadMail } from '@/lib/operate/dead-mail/act'
import { deadMailInput } from './input'

/** `act`, `id` and `cause` tell the forms of the page apart. */
const FORM: FormPages = {
  page: () => '/monitoring/emails',
  done: (fields) => donePath('emails', fieldText(fields, 'act')),
  keeps: ['act', 'id', 'cause'],
}

/** `POST /api/monitoring/emails`: an operator's act on messages that died, with a proof where the last one is too old. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/monitoring/emails',
  {
    POST: withOperator(async (call, operator) => {
      const wish = await readInput(call, deadMailInput)
      if (!wish.ok) return wish
      const { account, password, factorCode, ...wanted } = wish.value
      const shown = await requireShown(call, account, 'account')
      if (!shown.ok) return shown
      const proof = await checkProof(call, operator, { account, password, factorCode })
      if (!proof.ok) return proof
      const act: SessionHandler = async ({ ctx, visitor }, { id: sessionId, handle, user }) => {
        const done = await actOnDeadMail(ctx, { id: user.id, sessionId, handle, visitor }, wanted)
        return done.ok ? json(200, { success: true }) : done
      }
      return proof.value
        ? handleRenewed(call, { session: operator, renewed: proof.value }, act)
        : act(call, operator)
    }),
  },
  FORM,
)
