import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { CoreContext } from '../kernel/context'
import { endPresentedSession } from '../session/end'

/** Signs out: the session row is gone, and the cookie is refused on the very next request. */
export async function logout(ctx: CoreContext, jwt: string | null): Promise<void> {
  const userId = await transaction(ctx, async (t) => {
    const ended = await endPresentedSession(t, jwt)
    if (ended !== null) await recordEvent(t, { type: 'signed_out', userId: ended, actorId: ended })
    return ended
  })
  if (userId !== null) ctx.log.info('user_signed_out', { userId })
}
