import { type Account, type PublicUser, publicUser } from '../account/account'
import type { InTransaction, Visitor } from '../kernel/context'
import { noteFamiliarNetwork } from '../limit/familiar-network'
import { knownDeviceMark } from './device'
import { endPresentedSession } from './end'
import { type IssuedSession, issueSession } from './issue'

/** A sign-in: its account, its session, and the mark that its browser keeps. */
export type SignIn = { user: PublicUser; session: IssuedSession; deviceMark: string }

/**
 * Signs a browser in to an account whose row is locked or new, and ends the session that the browser had before (OWASP
 * ASVS 7.2.4).
 */
export async function openSession(
  t: InTransaction,
  account: Account & { passwordHash: string },
  visitor: Visitor,
): Promise<SignIn> {
  await endPresentedSession(t, visitor.jwt)
  const session = await issueSession(t, account)
  await noteFamiliarNetwork(t, account.id, visitor.network)
  return { user: publicUser(account), session, deviceMark: knownDeviceMark(t.env, account) }
}
