import { and, count, eq, inArray } from 'drizzle-orm'
import type { DataContext, InTransaction } from '../../kernel/context'
import { newRecoveryCode, readRecoveryCode, recoveryCodeHash, recoveryCodeHashes } from './code'
import { recoveryCodes } from './schema'

const AMOUNT = 10

/** Replaces the codes of a locked account. @returns the new ones, which nothing can show again */
export async function replaceRecoveryCodes(t: InTransaction, userId: number): Promise<string[]> {
  await deleteRecoveryCodes(t, userId)
  const codes = Array.from({ length: AMOUNT }, newRecoveryCode)
  const createdAt = t.now()
  await t.db
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ userId, codeHash: recoveryCodeHash(t, userId, code), createdAt })))
  return codes
}

/** Tries a code of an account. A right one is used up by the same statement, so of simultaneous tries one succeeds. */
export async function tryRecoveryCode(t: InTransaction, userId: number, typed: string): Promise<boolean> {
  const code = readRecoveryCode(typed)
  if (code === null) return false
  const isIt = inArray(recoveryCodes.codeHash, recoveryCodeHashes(t, userId, code))
  const used = await t.db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isIt))
    .returning({ id: recoveryCodes.id })
  return used.length > 0
}

/** Number of codes that were not used yet. */
export async function countRecoveryCodes({ db }: DataContext, userId: number): Promise<number> {
  const [row] = await db.select({ left: count() }).from(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  return row?.left ?? 0
}

export async function deleteRecoveryCodes({ db }: InTransaction, userId: number): Promise<void> {
  await db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
}
