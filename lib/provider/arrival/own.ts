import type { Account } from '../../account/account'
import { setProfile } from '../../account/change'
import { recordEvent } from '../../audit/record'
import type { InTransaction, Visitor } from '../../kernel/context'
import { takeOver } from '../../link/take-over'
import { originOf } from '../../session/client/trace'
import { openSession, type SignIn } from '../../session/open'
import { linkIdentity } from '../link'
import type { Profile } from '../profile'

/**
 * Hands a locked, never-verified account to whom the provider vouches for. Nobody ever proved its address, so everything in it may be a
 * stranger's, its name included: whatever else opens it goes (pre-hijacking, "classic-federated merge"), and the welcome e-mail leaves.
 */
export async function own(
  t: InTransaction,
  account: Account,
  profile: Profile,
  visitor: Visitor,
): Promise<SignIn> {
  const { id: userId } = account
  const { name, provider } = profile
  const { locale } = visitor
  await setProfile(t, userId, { name, locale })
  const owned = await takeOver(t, { ...account, name, locale }, null)
  await linkIdentity(t, userId, profile)
  const signIn = await openSession(t, owned, visitor, {
    event: 'signed_in',
    detail: provider,
    deviceMark: null,
  })
  const origin = await originOf(t, owned, visitor, signIn.session.handle)
  await recordEvent(t, { type: 'email_verified', userId, actorId: userId, detail: provider, origin })
  return signIn
}
