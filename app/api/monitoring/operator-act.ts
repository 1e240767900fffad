import type { ZodType } from 'zod'
import { checkProof } from '@/lib/http/guard/fresh-proof'
import type { GuardedHandler } from '@/lib/http/guard/guarded'
import { withOperator } from '@/lib/http/guard/operator'
import { handleRenewed } from '@/lib/http/guard/renewed'
import type { SessionHandler } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import type { Context } from '@/lib/kernel/context'
import type { Refused, Result } from '@/lib/kernel/result'
import type { Actor } from '@/lib/operate/authorize'

/** The account that the page showed, and a proof where it has to be given again: fields of every act. */
type Brought = Parameters<typeof checkProof>[2]

/**
 * Handler of an operator's act: refuses another account than the page showed, and asks for a proof where the last one is more than ten
 * minutes old. Given, it renews the session, and the new cookie goes out whatever becomes of the act.
 * @param perform does the act, and records it
 * @param inWords words the refusal for want of a proof
 */
export const operatorAct = <Input extends Brought>(
  schema: ZodType<Input>,
  perform: (ctx: Context, actor: Actor, wanted: Omit<Input, keyof Brought>) => Promise<Result<unknown>>,
  inWords: (refused: Refused) => Refused = (refused) => refused,
): GuardedHandler =>
  withOperator(async (call, operator) => {
    const wish = await readInput(call, schema)
    if (!wish.ok) return wish
    const { account, password, factorCode, ...wanted } = wish.value
    const shown = await requireShown(call, account, 'account')
    if (!shown.ok) return shown
    const proof = await checkProof(call, operator, { account, password, factorCode })
    if (!proof.ok) return inWords(proof)
    const act: SessionHandler = async ({ ctx, visitor }, { id: sessionId, handle, user }) => {
      const done = await perform(ctx, { id: user.id, sessionId, handle, visitor }, wanted)
      return done.ok ? json(200, { success: true }) : done
    }
    return proof.value
      ? handleRenewed(call, { session: operator, renewed: proof.value }, act)
      : act(call, operator)
  })
