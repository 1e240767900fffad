import { and, count, eq, gte } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { setPasskeyCount } from '../account/change'
import type { InTransaction } from '../kernel/context'
import { identities, identityOffers } from '../provider/schema'
import { passkeys } from './passkey/schema'
import { recoveryCodes } from './recovery-code/schema'
import { factorRemovals } from './removal/schema'
import { signInSteps } from './step/schema'
import { totpSecrets } from './totp/schema'
import { deleteTotp } from './totp/store'

/**
 * Removes the ways in of a locked account besides its password: passkeys, authenticator app, recovery codes, linked identities.
 * `since`: those alone that were added from then on. Sign-ins that wait for their second step, offers of identities and the wait for a
 * removal always end. Sessions are the caller's.
 */
export async function removeWaysIn(t: InTransaction, userId: number, since?: Date): Promise<void> {
  const { db } = t
  const ofUser = (owner: PgColumn, added: PgColumn) =>
    and(eq(owner, userId), since === undefined ? undefined : gte(added, since))
  const isTotp = ofUser(totpSecrets.userId, totpSecrets.createdAt)
  const [totp] = await db.select({ userId: totpSecrets.userId }).from(totpSecrets).where(isTotp)
  if (totp) await deleteTotp(t, userId)
  // Codes without their app are good for nothing.
  const isCode = totp
    ? eq(recoveryCodes.userId, userId)
    : ofUser(recoveryCodes.userId, recoveryCodes.createdAt)
  await db.delete(recoveryCodes).where(isCode)
  await db.delete(passkeys).where(ofUser(passkeys.userId, passkeys.createdAt))
  await db.delete(identities).where(ofUser(identities.userId, identities.createdAt))
  await db.delete(identityOffers).where(eq(identityOffers.userId, userId))
  await db.delete(signInSteps).where(eq(signInSteps.userId, userId))
  await db.delete(factorRemovals).where(eq(factorRemovals.userId, userId))
  const [left] = await db.select({ passkeys: count() }).from(passkeys).where(eq(passkeys.userId, userId))
  await setPasskeyCount(t, userId, left?.passkeys ?? 0)
}
