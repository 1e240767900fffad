import { eq } from 'drizzle-orm'
import { setSecondFactor } from '../../account/change'
import type { DataContext, InTransaction } from '../../kernel/context'
import { totpSecrets } from './schema'
import { newSecret, openSecret, readCode, sealSecret, stepOf } from './secret'

/**
 * Stores a new secret that no code has proven yet, in place of an earlier one of that kind. The caller holds the lock on the
 * account, and knows that no app is on.
 */
export async function startTotp(t: InTransaction, userId: number): Promise<string> {
  const secret = newSecret()
  const row = { secret: sealSecret(t.env, userId, secret), createdAt: t.now(), usedStep: null }
  await t.db
    .insert(totpSecrets)
    .values({ userId, ...row })
    .onConflictDoUpdate({ target: totpSecrets.userId, set: row })
  return secret
}

/**
 * Tries a code of a locked account's app. A right one is used up: neither it nor an older one is good again (RFC 6238 section
 * 5.2). The lock makes simultaneous tries take turns.
 */
export async function tryTotp(t: InTransaction, userId: number, typed: string): Promise<boolean> {
  const code = readCode(typed)
  if (code === null) return false
  const [row] = await t.db.select().from(totpSecrets).where(eq(totpSecrets.userId, userId))
  if (!row) return false
  const secret = openSecret(t, userId, row.secret)
  if (secret === null) return false
  const step = stepOf(secret, code, t.now())
  if (step === null || (row.usedStep !== null && step <= row.usedStep)) return false
  // Sealed anew, so that the secret outlives a change of AUTH_SECRET once the app was used.
  const changes = { usedStep: step, secret: sealSecret(t.env, userId, secret) }
  await t.db.update(totpSecrets).set(changes).where(eq(totpSecrets.userId, userId))
  return true
}

/** Turns the app of a locked account on, whose secret a code has just proven. */
export async function confirmTotp(t: InTransaction, userId: number): Promise<void> {
  await t.db.update(totpSecrets).set({ confirmedAt: t.now() }).where(eq(totpSecrets.userId, userId))
  await setSecondFactor(t, userId, t.now())
}

/** Turns the app of a locked account off, and forgets its secret. */
export async function deleteTotp(t: InTransaction<DataContext>, userId: number): Promise<void> {
  await t.db.delete(totpSecrets).where(eq(totpSecrets.userId, userId))
  await setSecondFactor(t, userId, null)
}
