import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { noticeWayIn } from '../../factor/notice'
import { deleteRecoveryCodes } from '../../factor/recovery-code/store'
import { deleteRemoval } from '../../factor/removal/pending'
import { deleteTotp } from '../../factor/totp/store'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { originOf } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

/** Turns the authenticator app off, and voids its recovery codes (specification 4.5). The owner is told by mail. */
export const removeTotp = (
  ctx: CoreContext,
  session: ActiveSession,
  visitor: Visitor,
): Promise<Result<null, 'unauthenticated' | 'factor_off'>> =>
  transaction(ctx, async (t) => {
    const { id: userId } = session.user
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    if (!account.secondFactorSince) return fail('factor_off')
    await deleteTotp(t, userId)
    await deleteRecoveryCodes(t, userId)
    await deleteRemoval(t, userId)
    const origin = await originOf(t, account, visitor, session.handle)
    await recordEvent(t, { type: 'totp_removed', userId, actorId: userId, origin })
    await noticeWayIn(t, 'factor_removed', account, 'totp')
    t.log.info('totp_removed', { userId })
    return ok(null)
  })
