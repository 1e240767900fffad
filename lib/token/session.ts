import { randomBytes } from 'node:crypto'
import { and, eq, gt, sql } from 'drizzle-orm'
import { shift } from '../clock'
import type { Context } from '../context'
import type { Database, Queryable } from '../db/client'
import { sessions, users } from '../db/schema'
import { sha256 } from '../seal'
import { LIFETIMES } from './lifetimes'
import { type SessionClaims, signSession, verifySession } from './session-jwt'

/** What of a user leaves the server. */
export type PublicUser = { id: number; name: string; email: string; emailVerified: boolean }

/** A session that was just made: the only moment at which its JWT is known. */
export type IssuedSession = { jwt: string; expiresAt: Date }

/** A signed-in person, as the rows say at this moment. */
export type ActiveSession = { id: string; user: PublicUser }

export const publicUser = (user: PublicUser): PublicUser => ({
  id: user.id,
  name: user.name,
  email: user.email,
  emailVerified: user.emailVerified,
})

type SessionContext = Pick<Context, 'db' | 'env' | 'now'>

/** Makes a session row and its JWT. Only the SHA-256 of the JWT is stored. */
export async function issueSession(
  ctx: SessionContext,
  tx: Queryable,
  user: { id: number; email: string },
): Promise<IssuedSession> {
  // JWT times are whole seconds; the row expires at exactly the second the JWT does.
  const issuedAt = new Date(Math.floor(ctx.now().getTime() / 1000) * 1000)
  const expiresAt = shift(issuedAt, LIFETIMES.session)
  const sid = randomBytes(16).toString('base64url')
  const jwt = await signSession(ctx.env, { userId: user.id, email: user.email, sid, issuedAt, expiresAt })
  await tx
    .insert(sessions)
    .values({ id: sid, userId: user.id, tokenHash: sha256(jwt), expiresAt, createdAt: issuedAt })
  return { jwt, expiresAt }
}

const prepareRead = (db: Database) =>
  db
    .select({ id: users.id, name: users.name, email: users.email, emailVerified: users.emailVerified })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, sql.placeholder('sid')),
        eq(sessions.tokenHash, sql.placeholder('tokenHash')),
        eq(sessions.userId, sql.placeholder('userId')),
        gt(sessions.expiresAt, sql.placeholder('now')),
      ),
    )
    .prepare('read_session')

const preparedReads = new WeakMap<Database, ReturnType<typeof prepareRead>>()

function readStatement(db: Database): ReturnType<typeof prepareRead> {
  let statement = preparedReads.get(db)
  if (!statement) {
    statement = prepareRead(db)
    preparedReads.set(db, statement)
  }
  return statement
}

/**
 * Who is signed in with this JWT, or null. The signature is checked first, so that a forgery costs no database
 * work; then the row decides, so that an ended session is refused on the very next request.
 */
export async function readSession(ctx: SessionContext, jwt: string | null): Promise<ActiveSession | null> {
  const claims: SessionClaims | null = jwt === null ? null : verifySession(ctx.env, jwt, ctx.now())
  if (jwt === null || claims === null) return null
  const [user] = await readStatement(ctx.db).execute({
    sid: claims.sid,
    tokenHash: sha256(jwt),
    userId: claims.userId,
    now: ctx.now(),
  })
  return user ? { id: claims.sid, user } : null
}

/** Ends one session. Ending it twice, or one that never was, is fine. */
export async function endSession(db: Queryable, id: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.id, id))
}
