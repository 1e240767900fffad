import { and, eq, ne, type SQL, sql } from 'drizzle-orm'
import { given } from '../db/statement/named'
import type { CoreContext, DataContext } from '../kernel/context'
import { verifySession } from './jwt'
import { sessions } from './schema'

/** Ends one session. @returns false when there was none */
export async function endSession({ db }: DataContext, id: string): Promise<boolean> {
  const ended = await db.delete(sessions).where(eq(sessions.id, id)).returning({ id: sessions.id })
  return ended.length > 0
}

/** A session that ended, by the names of its client. */
type Ended = Pick<typeof sessions.$inferSelect, 'browser' | 'system'>

/** Ends the session of this account that `handle` names. @returns null when there was none, or it had run out */
export async function endSessionOf(ctx: DataContext, userId: number, handle: string): Promise<Ended | null> {
  const { expiresAt, browser, system } = sessions
  const [ended] = await ctx.db
    .delete(sessions)
    .where(and(eq(sessions.handle, handle), eq(sessions.userId, userId)))
    .returning({ expiresAt, browser, system })
  return ended && countOpen(ctx, [ended]) > 0 ? { browser: ended.browser, system: ended.system } : null
}

/** A row stays a while after its session ran out. */
const countOpen = ({ now }: DataContext, ended: { expiresAt: Date }[]): number =>
  ended.filter(({ expiresAt }) => expiresAt > now()).length

/** Ends every session of an account. @returns how many there were */
export async function endSessions({ db }: DataContext, userId: number): Promise<number> {
  const ended = await db.delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id })
  return ended.length
}

/** Ends every session of an account but one, by its id. @returns how many there were */
export async function endOtherSessions(ctx: DataContext, userId: number, id: string): Promise<number> {
  const ended = await ctx.db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), ne(sessions.id, id)))
    .returning({ expiresAt: sessions.expiresAt })
  return countOpen(ctx, ended)
}

/** The id in a JWT of ours; null: it is none. */
export const presentedId = ({ env, now }: CoreContext, jwt: string | null): string | null =>
  jwt === null ? null : (verifySession(env, jwt, now())?.sid ?? null)

/** Ends the session that a new one replaces (`presentedId`), where `gate` yields a row: a part of a statement. */
export const endingPresented = (gate: SQL): SQL =>
  sql`delete from ${sessions} presented using ${gate} where presented.id = ${given('presented', 'text')}`

/**
 * Ends the session that a browser presents, at sign-out.
 * @returns its account and its handle; null when no session of ours ended
 */
export async function endPresentedSession(
  ctx: CoreContext,
  jwt: string | null,
): Promise<{ userId: number; handle: string } | null> {
  const id = presentedId(ctx, jwt)
  if (id === null) return null
  const [ended] = await ctx.db
    .delete(sessions)
    .where(eq(sessions.id, id))
    .returning({ userId: sessions.userId, handle: sessions.handle })
  return ended ?? null
}
