import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import type { InTransaction } from '../kernel/context'
import { sha256 } from '../kernel/seal'
import { LINK_PURPOSES, type LinkPurpose } from './purposes'
import { emailVerificationTokens, emailVerificationUses } from './schema'

/** Deletes links and remembers their hashes as used, so that a second visit reads "already done". @returns when each was made */
async function use({ db, now }: InTransaction, userId: number, which: SQL | undefined): Promise<Date[]> {
  const { tokenHash, purpose, createdAt } = emailVerificationTokens
  const used = await db
    .delete(emailVerificationTokens)
    .where(which)
    .returning({ tokenHash, purpose, createdAt })
  if (used.length > 0)
    await db
      .insert(emailVerificationUses)
      .values(
        used.map((link) => ({ tokenHash: link.tokenHash, purpose: link.purpose, userId, usedAt: now() })),
      )
  return used.map((link) => link.createdAt)
}

/**
 * Consumes a link, and voids the account's links that its purpose voids. The caller holds the lock on the account
 * (`lockAccount`), so of any number of simultaneous uses exactly one succeeds.
 * @returns when the link was made; null: it is not good any more
 */
export async function consumeLink(
  t: InTransaction,
  { purpose, userId, token }: { purpose: LinkPurpose; userId: number; token: string },
): Promise<Date | null> {
  const { tokenHash, expiresAt } = emailVerificationTokens
  const isThis = eq(tokenHash, sha256(token))
  const isPurpose = eq(emailVerificationTokens.purpose, purpose)
  const [madeAt] = await use(t, userId, and(isThis, isPurpose, gt(expiresAt, t.now())))
  if (!madeAt) return null
  await voidLinks(t, LINK_PURPOSES[purpose].voids, userId)
  return madeAt
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
