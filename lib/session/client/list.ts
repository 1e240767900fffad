import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { shift } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { IS_BOUND, sessionKeys } from '../bind/schema'
import type { ActiveSession } from '../read'
import { isOver } from '../row/row'
import { sessions } from '../schema'

/** A session as its person sees it. `id` is its handle, and opens nothing; times are ISO 8601. */
export type ListedSession = {
  id: string
  /** The session that asks. */
  current: boolean
  createdAt: string
  /** Null: not used since it was made. */
  lastSeenAt: string | null
  expiresAt: string
  /** A key of its browser is asked for with it. */
  bound: boolean
  /** Names without a version; null: not recognized. */
  browser: string | null
  system: string | null
  /** ISO 3166-1 alpha-2; null: not known. */
  country: string | null
}

/** Newest sessions listed: more than a person has. */
const NEWEST = 200

/** The valid sessions of the account, the one used last first. */
export async function listSessions(
  { db, now }: CoreContext,
  { handle, user, role }: Pick<ActiveSession, 'handle' | 'user' | 'role'>,
): Promise<ListedSession[]> {
  const { createdAt, lastSeenAt, expiresAt, browser, system, country } = sessions
  const rows = await db
    .select({
      id: sessions.handle,
      createdAt,
      lastSeenAt,
      expiresAt,
      bound: IS_BOUND,
      browser,
      system,
      country,
    })
    .from(sessions)
    .leftJoin(sessionKeys, eq(sessionKeys.sessionId, sessions.id))
    .where(and(eq(sessions.userId, user.id), gt(expiresAt, now())))
    .orderBy(desc(sql`coalesce(${lastSeenAt}, ${createdAt})`), desc(createdAt))
    .limit(NEWEST)
  return rows
    .filter((row) => !isOver({ role, createdAt: row.createdAt, sessionSeenAt: row.lastSeenAt }, now()))
    .map((row) => ({
      ...row,
      current: row.id === handle,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
      expiresAt: endOf(row, role).toISOString(),
    }))
}

/** An operator's session ends sooner than its JWT. */
function endOf(
  { createdAt, expiresAt }: { createdAt: Date; expiresAt: Date },
  role: ActiveSession['role'],
): Date {
  const limit = shift(createdAt, LIFETIMES.operatorSession)
  return role === 'operator' && limit < expiresAt ? limit : expiresAt
}
