import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { publicColumns } from '../account/account'
import { users } from '../account/schema'
import { shift } from '../kernel/clock'
import type { CoreContext, Database } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { sha256 } from '../kernel/seal'
import { type SessionClaims, verifySession } from './jwt'
import { sessions } from './schema'

const prepareRead = (db: Database) =>
  db
    .select({
      ...publicColumns,
      role: users.role,
      userSeenAt: users.lastSeenAt,
      createdAt: sessions.createdAt,
      sessionSeenAt: sessions.lastSeenAt,
      passwordAt: sessions.passwordAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, sql.placeholder('sid')),
        eq(sessions.tokenHash, sql.placeholder('tokenHash')),
        eq(sessions.userId, sql.placeholder('userId')),
        gt(sessions.expiresAt, sql.placeholder('now')),
        isNull(users.disabledAt),
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

/** A session and its user, as stored. */
export type SessionRow = Awaited<ReturnType<ReturnType<typeof prepareRead>['execute']>>[number]

/** True when an operator's session is past its age or idle limit. Members' sessions have neither. */
export function isOver(
  { role, createdAt, sessionSeenAt }: Pick<SessionRow, 'role' | 'createdAt' | 'sessionSeenAt'>,
  now: Date,
): boolean {
  if (role !== 'operator') return false
  const lastUse = sessionSeenAt ?? createdAt
  return now >= shift(createdAt, LIFETIMES.operatorSession) || now >= shift(lastUse, LIFETIMES.operatorIdle)
}

/** The row that a JWT names; null when the JWT is not ours, the session ended, or the account is disabled or gone. */
export async function readRow(
  ctx: CoreContext,
  jwt: string | null,
): Promise<{ sid: string; row: SessionRow } | null> {
  const claims: SessionClaims | null = jwt === null ? null : verifySession(ctx.env, jwt, ctx.now())
  if (jwt === null || claims === null) return null
  const [row] = await readStatement(ctx.db).execute({
    sid: claims.sid,
    tokenHash: sha256(jwt),
    userId: claims.userId,
    now: ctx.now(),
  })
  return row && !isOver(row, ctx.now()) ? { sid: claims.sid, row } : null
}
