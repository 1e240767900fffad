import { and, asc, eq } from 'drizzle-orm'
import type { DataContext } from '../kernel/context'
import { identities, type ProviderName } from './schema'

/** The two parts that name somebody at a provider for good (OpenID Connect Core 5.7). */
export type Subject = { issuer: string; subject: string }

/** A linked identity, as its person sees it; `id` opens nothing. */
export type Identity = { id: string; provider: ProviderName; createdAt: Date; lastUsedAt: Date | null }

/** The account that an identity signs in to. */
export async function findIdentity(
  { db }: DataContext,
  { issuer, subject }: Subject,
): Promise<{ id: string; userId: number } | undefined> {
  const [found] = await db
    .select({ id: identities.id, userId: identities.userId })
    .from(identities)
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)))
  return found
}

/** The identities of an account, the oldest first. */
export const listIdentities = ({ db }: DataContext, userId: number): Promise<Identity[]> =>
  db
    .select({
      id: identities.id,
      provider: identities.provider,
      createdAt: identities.createdAt,
      lastUsedAt: identities.lastUsedAt,
    })
    .from(identities)
    .where(eq(identities.userId, userId))
    .orderBy(asc(identities.createdAt), asc(identities.id))
