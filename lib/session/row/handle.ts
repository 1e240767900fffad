import { and, eq, gt } from 'drizzle-orm'
import type { InTransaction } from '../../kernel/context'
import { sessions } from '../schema'

/** The account of the open session with this handle; null where it ended. A renewed session keeps its handle. */
export async function accountOfHandle({ db, now }: InTransaction, handle: string): Promise<number | null> {
  const [session] = await db
    .select({ userId: sessions.userId })
    .from(sessions)
    .where(and(eq(sessions.handle, handle), gt(sessions.expiresAt, now())))
  return session?.userId ?? null
}
