import type { StoredAccount } from '../../account/find'
import { findAccount } from '../../account/find'
import { lockAccount } from '../../account/lock'
import { transaction } from '../../db/transaction'
import { enter } from '../../factor/step/enter'
import type { CoreContext, Visitor } from '../../kernel/context'
import { fail, ok } from '../../kernel/result'
import { openSession } from '../../session/open'
import { findIdentity } from '../find'
import { noteUse } from '../link'
import type { Profile } from '../profile'
import type { Arriving, Outcome } from './arriving'
import { own } from './own'

/** Whether the provider vouches for the very address that nobody has proven here yet. */
const provesAddress = ({ email, isProven }: Profile, account: StoredAccount): boolean =>
  isProven && !account.emailVerified && email === account.email

/** Signs in to the account that the identity is linked to. */
export const enterByIdentity = (
  ctx: CoreContext,
  { profile, deviceMark, userId }: Arriving & { userId: number },
  visitor: Visitor,
): Promise<Outcome> =>
  transaction(ctx, async (t) => {
    const locked = await lockAccount(t, userId)
    const identity = await findIdentity(t, profile)
    const account = locked && (await findAccount(t, userId))
    if (!account || identity?.userId !== userId) return 'again'
    if (account.disabledAt) return fail('account_disabled')
    if (provesAddress(profile, account)) return ok({ signIn: await own(t, account, profile, visitor) })
    await noteUse(t, identity.id)
    // A provider's word is one factor, and an operator needs two; a member has chosen the provider in place of the password.
    if (account.role === 'operator')
      return ok(await enter(t, account, visitor, { first: 'provider', deviceMark }))
    const opening = { event: 'signed_in', detail: profile.provider, deviceMark } as const
    return ok({ signIn: await openSession(t, account, visitor, opening) })
  })
