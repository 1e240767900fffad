import { transaction } from '../db/transaction'
import { stopRemoval } from '../factor/removal/stop'
import type { CoreContext, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { originOf } from '../session/client/trace'
import type { ActiveSession } from '../session/read'
import { lockOwner } from '../session/row/lock-owner'

/** Ends the wait for the removal of the second factor, from a session of the account: whoever is signed in has not lost all. */
export const keepFactor = (
  ctx: CoreContext,
  session: ActiveSession,
  visitor: Visitor,
): Promise<Result<null, 'unauthenticated' | 'nothing_to_do'>> =>
  transaction(ctx, async (t) => {
    const { id } = session.user
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    const origin = await originOf(t, account, visitor, session.handle)
    return (await stopRemoval(t, id, origin)) ? ok(null) : fail('nothing_to_do')
  })
