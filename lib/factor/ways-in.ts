import { count, eq } from 'drizzle-orm'
import { users } from '../account/schema'
import type { InTransaction } from '../kernel/context'
import { identities } from '../provider/schema'
import { passkeys } from './passkey/schema'

/**
 * Number of ways in to a locked account: its password, each passkey, and each linked identity. An authenticator app is none by
 * itself. The last cannot be removed (specification 4.6 and 4.7).
 */
export async function countWaysIn({ db }: InTransaction, userId: number): Promise<number> {
  const [account] = await db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId))
  const [keys] = await db.select({ amount: count() }).from(passkeys).where(eq(passkeys.userId, userId))
  const [linked] = await db.select({ amount: count() }).from(identities).where(eq(identities.userId, userId))
  return (account?.passwordHash ? 1 : 0) + (keys?.amount ?? 0) + (linked?.amount ?? 0)
}
