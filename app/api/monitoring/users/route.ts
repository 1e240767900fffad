import { endpoint } from '@/app/api/endpoint'
import { donePath } from '@/app/monitoring/users/done-path'
import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { checkProof } from '@/lib/http/guard/fresh-proof'
import { withOperator } from '@/lib/http/guard/operator'
import { handleRenewed } from '@/lib/http/guard/renewed'
import type { SessionHandler } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import type { ErrorCode } from '@/lib/kernel/errors'
import { fail, type Refused } from '@/lib/kernel/result'
import { perform } from '@/lib/operate/perform'
import { operatorActInput } from './input'

/** `act` and `sessionId` tell the forms of a person's page apart. */
const FORM: FormPages = {
  page(fields) {
    const id = fieldText(fields, 'userId')
    return /^\d{1,15}$/.test(id) ? `/monitoring/users/${id}` : '/monitoring/users'
  },
  done: (fields) => donePath(fieldText(fields, 'act'), fieldText(fields, 'userId')),
  keeps: ['act', 'sessionId'],
}

/**
 * `POST /api/monitoring/users`: an operator's act on an account, with the operator's password where it was last given
 * more than ten minutes ago. Given, it renews the session, and the new cookie goes out whatever becomes of the act.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/monitoring/users',
  {
    POST: withOperator(async (call, operator) => {
      const wish = await readInput(call, operatorActInput)
      if (!wish.ok) return wish
      const { account, password, factorCode, ...wanted } = wish.value
      const shown = await requireShown(call, account, 'account')
      if (!shown.ok) return shown
      const proof = await checkProof(call, operator, { account, password, factorCode })
      if (!proof.ok) return inOperatorsWords(proof)
      const act: SessionHandler = async ({ ctx, visitor }, { id: sessionId, handle, user }) => {
        const done = await perform(ctx, { id: user.id, sessionId, handle, visitor }, wanted)
        return done.ok ? json(200, { success: true }) : done
      }
      return proof.value
        ? handleRenewed(call, { session: operator, renewed: proof.value }, act)
        : act(call, operator)
    }),
  },
  FORM,
)

/** The refusal of an act for want of a proof: here it has a code of its own, as pages of earlier releases know it. */
const inOperatorsWords = <Code extends ErrorCode>({ error }: Refused<Code | 'proof_needed'>) =>
  error.code === 'proof_needed'
    ? fail('password_needed', { fields: error.fields })
    : { ok: false as const, error }
