import { randomBytes } from 'node:crypto'
import { and, eq, gt } from 'drizzle-orm'
import { shift } from '../clock'
import type { Queryable, Transaction } from '../db/client'
import { emailVerificationTokens, emailVerificationUses, users } from '../db/schema'
import { sha256 } from '../seal'
import { LIFETIMES } from './lifetimes'

/** 32 random bytes in hexadecimal, exactly as `mintEmailToken` writes them. */
export const EMAIL_TOKEN = /^[0-9a-f]{64}$/

/** Where a verification token stands. `email` is the address it proves, `user` whom it belongs to now. */
export type TokenState =
  | { state: 'valid' | 'expired'; user: TokenUser; email: string }
  | { state: 'used'; user: TokenUser }
  | { state: 'unknown' }

export type TokenUser = {
  id: number
  name: string
  email: string
  emailVerified: boolean
  locale: 'fr' | 'en'
  disabledAt: Date | null
  createdAt: Date
}

const tokenUser = {
  id: users.id,
  name: users.name,
  email: users.email,
  emailVerified: users.emailVerified,
  locale: users.locale,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
}

/** Makes a token for `user`'s present address: 32 random bytes in hex. Only its SHA-256 is stored. */
export async function mintEmailToken(
  tx: Queryable,
  user: { id: number; email: string },
  now: Date,
): Promise<string> {
  const token = randomBytes(32).toString('hex')
  await tx.insert(emailVerificationTokens).values({
    userId: user.id,
    email: user.email,
    tokenHash: sha256(token),
    expiresAt: shift(now, LIFETIMES.verificationToken),
    createdAt: now,
  })
  return token
}

/** Looks a token up and changes nothing. A token for an address that is no longer its user's is unknown. */
export async function findEmailToken(db: Queryable, token: string, now: Date): Promise<TokenState> {
  const [row] = await db
    .select({
      email: emailVerificationTokens.email,
      expiresAt: emailVerificationTokens.expiresAt,
      user: tokenUser,
    })
    .from(emailVerificationTokens)
    .innerJoin(users, eq(users.id, emailVerificationTokens.userId))
    .where(eq(emailVerificationTokens.tokenHash, sha256(token)))
  if (row && row.email === row.user.email) {
    return { state: row.expiresAt > now ? 'valid' : 'expired', user: row.user, email: row.email }
  }
  return row ? { state: 'unknown' } : findUse(db, token)
}

async function findUse(db: Queryable, token: string): Promise<TokenState> {
  const [use] = await db
    .select({ user: tokenUser })
    .from(emailVerificationUses)
    .innerJoin(users, eq(users.id, emailVerificationUses.userId))
    .where(eq(emailVerificationUses.tokenHash, sha256(token)))
  return use ? { state: 'used', user: use.user } : { state: 'unknown' }
}

/**
 * Uses a token up, with every other one of its user, in the caller's transaction. The caller holds the lock on the
 * user's row (see `lockUser`), so of any number of simultaneous uses exactly one gets true.
 */
export async function consumeEmailToken(
  tx: Transaction,
  userId: number,
  token: string,
  now: Date,
): Promise<boolean> {
  const [consumed] = await tx
    .delete(emailVerificationTokens)
    .where(
      and(eq(emailVerificationTokens.tokenHash, sha256(token)), gt(emailVerificationTokens.expiresAt, now)),
    )
    .returning({ tokenHash: emailVerificationTokens.tokenHash })
  if (!consumed) return false
  await tx.insert(emailVerificationUses).values({ ...consumed, userId, usedAt: now })
  await voidEmailTokens(tx, userId, now)
  return true
}

/** Voids every token of a user whose address is proven. Their links read "already verified" from then on. */
export async function voidEmailTokens(tx: Transaction, userId: number, now: Date): Promise<void> {
  const voided = await tx
    .delete(emailVerificationTokens)
    .where(eq(emailVerificationTokens.userId, userId))
    .returning({ tokenHash: emailVerificationTokens.tokenHash })
  if (voided.length === 0) return
  await tx
    .insert(emailVerificationUses)
    .values(voided.map(({ tokenHash }) => ({ tokenHash, userId, usedAt: now })))
}

/** Locks a user's row until the transaction ends: verification, renewal and deletion of one account take turns. */
export async function lockUser(tx: Transaction, userId: number): Promise<TokenUser | null> {
  const [user] = await tx.select(tokenUser).from(users).where(eq(users.id, userId)).for('update')
  return user ?? null
}
