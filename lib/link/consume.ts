import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import type { InTransaction } from '../kernel/context'
import { sha256 } from '../kernel/seal'
import { LINK_PURPOSES, type LinkPurpose } from './purposes'
import { emailVerificationTokens, emailVerificationUses } from './schema'

/** Deletes links and remembers their hashes as used, so that a second visit reads "already done". @returns how many */
async function use({ db, now }: InTransaction, userId: number, which: SQL | undefined): Promise<number> {
  const { tokenHash, purpose } = emailVerificationTokens
  const used = await db.delete(emailVerificationTokens).where(which).returning({ tokenHash, purpose })
  if (used.length > 0)
    await db.insert(emailVerificationUses).values(used.map((link) => ({ ...link, userId, usedAt: now() })))
  return used.length
}

/**
 * Consumes a link, and voids the account's links that its purpose voids. The caller holds the lock on the account
 * (`lockAccount`), so of any number of simultaneous uses exactly one gets true.
 */
export async function consumeLink(
  t: InTransaction,
  { purpose, userId, token }: { purpose: LinkPurpose; userId: number; token: string },
): Promise<boolean> {
  const { tokenHash, expiresAt } = emailVerificationTokens
  const isThis = eq(tokenHash, sha256(token))
  const isPurpose = eq(emailVerificationTokens.purpose, purpose)
  if ((await use(t, userId, and(isThis, isPurpose, gt(expiresAt, t.now())))) === 0) return false
  await voidLinks(t, LINK_PURPOSES[purpose].voids, userId)
  return true
}

/** Voids the account's links of these purposes: they read "already used" from then on. */
export async function voidLinks(
  t: InTransaction,
  purposes: readonly LinkPurpose[],
  userId: number,
): Promise<void> {
  const isTheirs = eq(emailVerificationTokens.userId, userId)
  await use(t, userId, and(isTheirs, inArray(emailVerificationTokens.purpose, [...purposes])))
}

/** Voids the account's links of this purpose that were made after the link with this token. */
export async function voidLaterLinks(
  t: InTransaction,
  { purpose, userId, token }: { purpose: LinkPurpose; userId: number; token: string },
): Promise<void> {
  const { id, tokenHash } = emailVerificationTokens
  const isTheirs = and(
    eq(emailVerificationTokens.userId, userId),
    eq(emailVerificationTokens.purpose, purpose),
  )
  // Made one by one under the account's lock, so the numbers stand in the order of the links.
  const own = t.db
    .select({ id })
    .from(emailVerificationTokens)
    .where(eq(tokenHash, sha256(token)))
  await use(t, userId, and(isTheirs, sql`${id} > (${own})`))
}

/**
 * Deletes links of an account, every one or those of one purpose: they read "invalid" from then on.
 * @returns how many there were
 */
export async function forgetLinks(
  { db }: InTransaction,
  userId: number,
  purpose?: LinkPurpose,
): Promise<number> {
  const isTheirs = eq(emailVerificationTokens.userId, userId)
  const isPurpose = purpose && eq(emailVerificationTokens.purpose, purpose)
  const deleted = await db
    .delete(emailVerificationTokens)
    .where(and(isTheirs, isPurpose))
    .returning({ id: emailVerificationTokens.id })
  return deleted.length
}
