import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { publicColumns } from '../account/account'
import { users } from '../account/schema'
import { ON_STANDBY, refuseStandby } from '../db/primary'
import { shift } from '../kernel/clock'
import type { CoreContext, Database } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { sha256 } from '../kernel/seal'
import { type SessionClaims, verifySession } from './jwt'
import { sessions } from './schema'

/** Reads one row even without a session, because only a row can say that a standby answered. */
const prepareRead = (db: Database) =>
  db
    .select({
      onStandby: ON_STANDBY,
      account: { ...publicColumns, role: users.role, userSeenAt: users.lastSeenAt },
      session: {
        createdAt: sessions.createdAt,
        sessionSeenAt: sessions.lastSeenAt,
        passwordAt: sessions.passwordAt,
      },
    })
    .from(sql`(select) as asked`)
    .leftJoin(
      sessions,
      and(
        eq(sessions.id, sql.placeholder('sid')),
        eq(sessions.tokenHash, sql.placeholder('tokenHash')),
        eq(sessions.userId, sql.placeholder('userId')),
        gt(sessions.expiresAt, sql.placeholder('now')),
      ),
    )
    .leftJoin(users, and(eq(users.id, sessions.userId), isNull(users.disabledAt)))
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

type Answer = Awaited<ReturnType<ReturnType<typeof prepareRead>['execute']>>[number]

/** A session and its user, as stored. */
export type SessionRow = NonNullable<Answer['account']> & NonNullable<Answer['session']>

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
  const [answer] = await readStatement(ctx.db).execute({
    sid: claims.sid,
    tokenHash: sha256(jwt),
    userId: claims.userId,
    now: ctx.now(),
  })
  refuseStandby(answer)
  if (!answer?.account || !answer.session) return null
  const row = { ...answer.account, ...answer.session }
  return isOver(row, ctx.now()) ? null : { sid: claims.sid, row }
}
