import { randomBytes } from 'node:crypto'
import { and, eq, gt, type SQL } from 'drizzle-orm'
import { shift } from '../kernel/clock'
import type { CoreContext, DataContext, InTransaction } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { sha256 } from '../kernel/seal'
import type { Linkable } from './link'
import { identityOffers, type ProviderName } from './schema'

/**
 * Offers an identity to a verified account that has its address and not the identity. Nothing is linked by it: the person signs in to
 * the account as before, in this browser, and says so.
 * @returns the browser's cookie
 */
export async function offerIdentity(
  { db, now }: CoreContext,
  userId: number,
  { provider, issuer, subject }: Linkable,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const createdAt = now()
  const expiresAt = shift(createdAt, LIFETIMES.identityOffer)
  await db
    .insert(identityOffers)
    .values({ tokenHash: sha256(token), userId, provider, issuer, subject, createdAt, expiresAt })
  return token
}

/** An offer that is open, and of this account. */
const isOpen = ({ now }: DataContext, token: string, userId: number): SQL | undefined =>
  and(
    eq(identityOffers.tokenHash, sha256(token)),
    eq(identityOffers.userId, userId),
    gt(identityOffers.expiresAt, now()),
  )

/** The provider of the identity that this browser brought for this account; null: it brought none. */
export async function findOffer(
  ctx: DataContext,
  token: string | null,
  userId: number,
): Promise<ProviderName | null> {
  if (token === null) return null
  const [offer] = await ctx.db
    .select({ provider: identityOffers.provider })
    .from(identityOffers)
    .where(isOpen(ctx, token, userId))
  return offer?.provider ?? null
}

/** Takes an offer, once. @returns the identity; null where it is gone */
export async function takeOffer(
  ctx: InTransaction,
  token: string | null,
  userId: number,
): Promise<Linkable | null> {
  if (token === null) return null
  const { provider, issuer, subject } = identityOffers
  const [offer] = await ctx.db
    .delete(identityOffers)
    .where(isOpen(ctx, token, userId))
    .returning({ provider, issuer, subject })
  return offer ?? null
}
