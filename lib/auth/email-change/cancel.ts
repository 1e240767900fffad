import { lockAccount } from '../../account/lock'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { cancelMessages } from '../../email/outbox/cancel'
import type { CoreContext, Visitor } from '../../kernel/context'
import { forgetLinks } from '../../link/consume'
import { traceVisitor } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'

/** Gives up a pending change of address: its link is invalid, and its mail does not leave. Without one, nothing happens. */
export async function cancelEmailChange(
  ctx: CoreContext,
  session: ActiveSession,
  visitor: Visitor,
): Promise<void> {
  const { id } = session.user
  await transaction(ctx, async (t) => {
    const account = await lockAccount(t, id)
    if (!account || (await forgetLinks(t, id, 'change_email')) === 0) return
    await cancelMessages(t, { userId: id, reason: 'EmailChangeCancelled', kind: 'email_change' })
    const origin = { session: session.handle, ...(await traceVisitor(t, account, visitor)) }
    await recordEvent(t, { type: 'email_change_cancelled', userId: id, actorId: id, origin })
  })
}
