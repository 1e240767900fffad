import { lockAccount } from '../../account/lock'
import { transaction } from '../../db/transaction'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, type Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { addIdentity } from '../../provider/add'
import type { Profile } from '../../provider/profile'
import { accountOfHandle } from '../../session/row/handle'

/** `session`: handle of the session that the linking began in. */
type Linking = { profile: Profile; session: string }

/**
 * Links the identity of whoever came back from the provider to the account of the session that sent them there (specification 4.7).
 * The fresh proof was asked when it began. Refuses with `unauthenticated` where that session ended meanwhile.
 */
export const linkInSession = (
  ctx: CoreContext,
  { profile, session }: Linking,
  visitor: Visitor,
): Promise<Result<null, 'identity_taken' | 'rate_limited' | 'unauthenticated'>> =>
  transaction(ctx, async (t) => {
    const userId = await accountOfHandle(t, session)
    const account = userId === null ? null : await lockAccount(t, userId)
    if (!account || account.disabledAt || (await accountOfHandle(t, session)) !== account.id)
      return fail('unauthenticated')
    const limited = await consume(t, ['wayInChangeByAccount', String(account.id)])
    if (!limited.ok) return limited
    return addIdentity(t, account, profile, { session, visitor })
  })
