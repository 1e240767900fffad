import { eq } from 'drizzle-orm'
import type { InTransaction } from '../kernel/context'
import type { Subject } from './find'
import { identities, type ProviderName } from './schema'

/** An identity to link, and its provider. */
export type Linkable = Subject & { provider: ProviderName }

/** Links an identity to a locked account. @returns false where it is linked already, to this account or another */
export async function linkIdentity(
  { db, now }: InTransaction,
  userId: number,
  { provider, issuer, subject }: Linkable,
): Promise<boolean> {
  const linked = await db
    .insert(identities)
    .values({ userId, provider, issuer, subject, createdAt: now() })
    .onConflictDoNothing()
    .returning({ id: identities.id })
  return linked.length > 0
}

/** Notes a sign-in through an identity. */
export async function noteUse({ db, now }: InTransaction, id: string): Promise<void> {
  await db.update(identities).set({ lastUsedAt: now() }).where(eq(identities.id, id))
}

/** Takes an identity from its account, which is locked. */
export async function unlinkIdentity({ db }: InTransaction, id: string): Promise<void> {
  await db.delete(identities).where(eq(identities.id, id))
}
