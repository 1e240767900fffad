import type { StoredAccount } from '../account/find'
import { recordEvent } from '../audit/record'
import { mailFirstLink } from '../email/outbox/mail-first-link'
import type { InTransaction, Visitor } from '../kernel/context'
import { originOf } from '../session/client/trace'
import { openSession, type SignIn } from '../session/open'
import { proveAddress } from './prove-address'

/** `way`: who vouches for the address; null: nobody yet. `detail`: more of the sign-up. */
type Beginning = { way: string | null; detail?: string }

/** Begins an account that was just made: the welcome e-mail where its address is proven, else the verification e-mail, and its first session. */
export async function beginAccount(
  t: InTransaction,
  account: StoredAccount,
  visitor: Visitor,
  { way, detail }: Beginning,
): Promise<SignIn> {
  if (way === null) await mailFirstLink(t, account)
  else await proveAddress(t, account)
  const opening = { event: 'registered', detail, deviceMark: null } as const
  const signIn = await openSession(t, { ...account, emailVerified: way !== null }, visitor, opening)
  if (way === null) return signIn
  const { id: userId } = account
  const origin = await originOf(t, account, visitor, signIn.session.handle)
  await recordEvent(t, { type: 'email_verified', userId, actorId: userId, detail: way, origin })
  return signIn
}
