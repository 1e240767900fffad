import { lockAccount } from '../../account/lock'
import { transaction } from '../../db/transaction'
import type { CoreContext, Visitor } from '../../kernel/context'
import { ok } from '../../kernel/result'
import { findIdentity } from '../find'
import type { Profile } from '../profile'
import type { Outcome } from './arriving'
import { own } from './own'

/** Takes over the never-verified account that has the address for which the provider vouches. */
export const claimUnverified = (
  ctx: CoreContext,
  { profile, userId }: { profile: Profile; userId: number },
  visitor: Visitor,
): Promise<Outcome> =>
  transaction(ctx, async (t) => {
    const account = await lockAccount(t, userId)
    if (!account || account.email !== profile.email) return 'again'
    if (account.emailVerified || account.disabledAt || (await findIdentity(t, profile))) return 'again'
    return ok({ signIn: await own(t, account, profile, visitor) })
  })
