import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { shift } from '../clock'
import type { Context } from '../context'
import type { Queryable } from '../db/client'
import { type ROLES, sessions } from '../db/schema'
import { sha256 } from '../seal'
import { noteSeen } from './last-seen'
import { LIFETIMES } from './lifetimes'
import { signSession } from './session-jwt'
import { type ReadContext, readRow, type SessionRow } from './session-row'

export type Role = (typeof ROLES)[number]

/** What of a user leaves the server. */
export type PublicUser = { id: number; name: string; email: string; emailVerified: boolean }

/** A session that was just made: the only moment at which its JWT is known. */
export type IssuedSession = { id: string; jwt: string; expiresAt: Date }

/** A signed-in person, as the rows say at this moment. */
export type ActiveSession = {
  id: string
  user: PublicUser
  role: Role
  /** When the password was last given in this session. */
  passwordAt: Date
}

export const publicUser = (user: PublicUser): PublicUser => ({
  id: user.id,
  name: user.name,
  email: user.email,
  emailVerified: user.emailVerified,
})

type SessionContext = Pick<Context, 'db' | 'env' | 'now'>

/** 128 random bits (OWASP Session Management Cheat Sheet asks for 64). */
const newSessionId = (): string => randomBytes(16).toString('base64url')

/** Makes a session row and its JWT. Only the SHA-256 of the JWT is stored. */
export async function issueSession(
  ctx: SessionContext,
  tx: Queryable,
  user: { id: number; email: string },
): Promise<IssuedSession> {
  // JWT times are whole seconds; the row expires at exactly the second the JWT does.
  const issuedAt = new Date(Math.floor(ctx.now().getTime() / 1000) * 1000)
  const expiresAt = shift(issuedAt, LIFETIMES.session)
  const sid = newSessionId()
  const jwt = await signSession(ctx.env, { userId: user.id, email: user.email, sid, issuedAt, expiresAt })
  await tx
    .insert(sessions)
    .values({ id: sid, userId: user.id, tokenHash: sha256(jwt), expiresAt, createdAt: issuedAt })
  return { id: sid, jwt, expiresAt }
}

const activeSession = (sid: string, row: SessionRow): ActiveSession => ({
  id: sid,
  user: publicUser(row),
  role: row.role,
  passwordAt: row.passwordAt ?? row.createdAt,
})

/**
 * Who is signed in with this JWT, or null. The signature is checked first, so that a forgery costs no database
 * work; then the row decides, so that an ended session, or one of a disabled account, is refused on the very next
 * request. The request counts as the person's own (`last-seen.ts`).
 */
export async function readSession(ctx: ReadContext, jwt: string | null): Promise<ActiveSession | null> {
  const found = await readRow(ctx, jwt)
  if (!found) return null
  const { sid, row } = found
  const isOperator = row.role === 'operator'
  noteSeen(ctx, {
    sid,
    userId: row.id,
    isOperator,
    sessionSeenAt: row.sessionSeenAt,
    userSeenAt: row.userSeenAt,
  })
  return activeSession(sid, row)
}

/**
 * The same for a request that a page makes by itself, such as looking for news every few seconds: it is no sign of
 * the person, so it does not keep an idle session alive.
 */
export async function peekSession(ctx: ReadContext, jwt: string | null): Promise<ActiveSession | null> {
  const found = await readRow(ctx, jwt)
  return found && activeSession(found.sid, found.row)
}

/**
 * Gives a session a new JWT once its password was given again (OWASP ASVS 7.2.4): the old one is refused from then
 * on. It ends when it would have ended.
 * @returns null when it ended meanwhile
 */
export async function renewSession(
  ctx: SessionContext,
  tx: Queryable,
  session: { id: string; user: { id: number; email: string } },
): Promise<IssuedSession | null> {
  const now = ctx.now()
  const [row] = await tx
    .select({ expiresAt: sessions.expiresAt })
    .from(sessions)
    .where(eq(sessions.id, session.id))
    .for('update')
  if (!row) return null
  const { expiresAt } = row
  const sid = newSessionId()
  const { id: userId, email } = session.user
  const jwt = await signSession(ctx.env, { userId, email, sid, issuedAt: now, expiresAt })
  await tx
    .update(sessions)
    .set({ id: sid, tokenHash: sha256(jwt), passwordAt: now, lastSeenAt: now })
    .where(eq(sessions.id, session.id))
  return { id: sid, jwt, expiresAt }
}

/** Ends one session. Ending it twice, or one that never was, is fine. @returns whether it was there */
export async function endSession(db: Queryable, id: string): Promise<boolean> {
  const ended = await db.delete(sessions).where(eq(sessions.id, id)).returning({ id: sessions.id })
  return ended.length > 0
}

/** Ends every session of a user. @returns how many there were */
export async function endSessions(db: Queryable, userId: number): Promise<number> {
  const ended = await db.delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id })
  return ended.length
}
