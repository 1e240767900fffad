import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import { type OwnPasskey, renamePasskey } from '../../factor/passkey/store'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { originOf } from '../../session/client/trace'
import type { ActiveSession } from '../../session/read'
import { lockOwner } from '../../session/row/lock-owner'

/** Renames a passkey of the account. */
export async function renameOwnPasskey(
  ctx: CoreContext,
  { session, id, name }: { session: ActiveSession; id: string; name: string },
  visitor: Visitor,
): Promise<Result<OwnPasskey, 'unauthenticated' | 'not_found' | 'rate_limited'>> {
  const { id: userId } = session.user
  const limited = await consume(ctx, ['profileChangeByAccount', String(userId)])
  if (!limited.ok) return limited
  return await transaction(ctx, async (t) => {
    const account = await lockOwner(t, session)
    if (!account) return fail('unauthenticated')
    const renamed = await renamePasskey(t, { userId, id }, name)
    if (!renamed) return fail('not_found')
    const origin = await originOf(t, account, visitor, session.handle)
    await recordEvent(t, { type: 'passkey_renamed', userId, actorId: userId, origin })
    return ok(renamed)
  })
}
