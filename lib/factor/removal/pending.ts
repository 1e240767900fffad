import { eq } from 'drizzle-orm'
import { shift } from '../../kernel/clock'
import type { DataContext, InTransaction } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { factorRemovals } from './schema'

/** A removal that waits, or whose wait is over. Nothing came of it once `until` is past. */
export type PendingRemoval = { requestedAt: Date; dueAt: Date; until: Date }

/** The removal that an account waits for, if any. */
export async function findRemoval(ctx: DataContext, userId: number): Promise<PendingRemoval | null> {
  const [row] = await ctx.db.select().from(factorRemovals).where(eq(factorRemovals.userId, userId))
  if (!row) return null
  const until = shift(row.dueAt, LIFETIMES.factorRemovalOpen)
  return ctx.now() < until ? { requestedAt: row.requestedAt, dueAt: row.dueAt, until } : null
}

/** Begins the wait of a locked account. A wait that runs goes on as it is: asking again never shortens or restarts it. */
export async function startRemoval(
  t: InTransaction,
  userId: number,
): Promise<PendingRemoval & { isNew: boolean }> {
  const running = await findRemoval(t, userId)
  if (running) return { ...running, isNew: false }
  const requestedAt = t.now()
  const dueAt = shift(requestedAt, LIFETIMES.factorRemoval)
  const row = { requestedAt, dueAt }
  await t.db
    .insert(factorRemovals)
    .values({ userId, ...row })
    .onConflictDoUpdate({ target: factorRemovals.userId, set: row })
  return { ...row, until: shift(dueAt, LIFETIMES.factorRemovalOpen), isNew: true }
}

/** Ends the wait of a locked account. @returns false where there was none */
export async function deleteRemoval({ db }: InTransaction, userId: number): Promise<boolean> {
  const ended = await db
    .delete(factorRemovals)
    .where(eq(factorRemovals.userId, userId))
    .returning({ userId: factorRemovals.userId })
  return ended.length > 0
}
