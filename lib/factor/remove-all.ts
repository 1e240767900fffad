import { and, count, eq, gte } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { setPasskeyCount } from '../account/change'
import type { DataContext, InTransaction } from '../kernel/context'
import { identities, identityOffers } from '../provider/schema'
import { passkeys } from './passkey/schema'
import { recoveryCodes } from './recovery-code/schema'
import { factorRemovals } from './removal/schema'
import { signInSteps } from './step/schema'
import { totpSecrets } from './totp/schema'
import { deleteTotp } from './totp/store'

/** Rows of an account, or those of them that were added from `since` on. */
const ofUser = (owner: PgColumn, added: PgColumn, { userId, since }: { userId: number; since?: Date }) =>
  and(eq(owner, userId), since === undefined ? undefined : gte(added, since))

/**
 * Removes the factors of a locked account: passkeys, authenticator app, recovery codes. `since`: those alone that were added from then
 * on. Sign-ins that wait for their second step, and the wait for a removal, always end. Sessions are the caller's.
 */
export async function removeFactors(
  t: InTransaction<DataContext>,
  userId: number,
  since?: Date,
): Promise<void> {
  const { db } = t
  const which = { userId, since }
  const isTotp = ofUser(totpSecrets.userId, totpSecrets.createdAt, which)
  const [totp] = await db.select({ userId: totpSecrets.userId }).from(totpSecrets).where(isTotp)
  if (totp) await deleteTotp(t, userId)
  // Codes without their app are good for nothing.
  const codes = totp ? { userId } : which
  await db.delete(recoveryCodes).where(ofUser(recoveryCodes.userId, recoveryCodes.createdAt, codes))
  await db.delete(passkeys).where(ofUser(passkeys.userId, passkeys.createdAt, which))
  await db.delete(signInSteps).where(eq(signInSteps.userId, userId))
  await db.delete(factorRemovals).where(eq(factorRemovals.userId, userId))
  const [left] = await db.select({ passkeys: count() }).from(passkeys).where(eq(passkeys.userId, userId))
  await setPasskeyCount(t, userId, left?.passkeys ?? 0)
}

/** Removes every way in but the password: the factors, and linked identities with the offers of further ones. */
export async function removeWaysIn(
  t: InTransaction<DataContext>,
  userId: number,
  since?: Date,
): Promise<void> {
  await removeFactors(t, userId, since)
  await t.db.delete(identities).where(ofUser(identities.userId, identities.createdAt, { userId, since }))
  await t.db.delete(identityOffers).where(eq(identityOffers.userId, userId))
}
