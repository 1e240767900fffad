import { and, desc, eq, gt } from 'drizzle-orm'
import { findAccountWithActivity } from '../account/find'
import type { Role } from '../account/role'
import { recipientHash } from '../email/report/suppression'
import { emailSuppressions } from '../email/schema'
import { findRemoval } from '../factor/removal/pending'
import type { CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { countHits } from '../limit/read'
import { findOpenUndo, findPendingChange } from '../link/address/pending'
import { IS_BOUND, sessionKeys } from '../session/bind/schema'
import { isOver } from '../session/row/row'
import { sessions } from '../session/schema'
import { readHistory } from './read-history'
import { readMessages } from './read-messages'

/** Newest sessions shown: more than a person reads. */
const NEWEST_SESSIONS = 50

/** One account as an operator sees it: without hashes, tokens and texts of messages. */
export type Person = NonNullable<Awaited<ReturnType<typeof readPerson>>>

/** @returns null when there is no such account */
export async function readPerson(ctx: CoreContext, id: number) {
  const account = await findAccountWithActivity(ctx, id)
  if (!account) return null
  const { email, role } = account
  const [suppression, pending, undo, removal, refusedSignIns, open, messages, history, acts] =
    await Promise.all([
      readSuppression(ctx, email),
      findPendingChange(ctx, id),
      findOpenUndo(ctx, id),
      findRemoval(ctx, id),
      // Counted by the limits: past a day's first ones they are no events.
      countHits(ctx, ['loginByAccount', email], ['loginByKnownDevices', email]),
      readSessions(ctx, id, role),
      readMessages(ctx, id, email),
      readHistory(ctx, 'about', id),
      readHistory(ctx, 'by', id),
    ])
  return {
    ...account,
    suppression,
    pending,
    undo,
    removal,
    refusedSignIns,
    sessions: open,
    messages,
    history,
    acts,
  }
}

async function readSuppression({ db }: CoreContext, email: EmailAddress) {
  const [suppression] = await db
    .select({ reason: emailSuppressions.reason, createdAt: emailSuppressions.createdAt })
    .from(emailSuppressions)
    .where(eq(emailSuppressions.recipientHash, recipientHash(email)))
  return suppression ?? null
}

/** The sessions that are still valid. */
async function readSessions({ db, now }: CoreContext, userId: number, role: Role) {
  const rows = await db
    .select({
      id: sessions.handle,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      browser: sessions.browser,
      system: sessions.system,
      country: sessions.country,
      bound: IS_BOUND,
    })
    .from(sessions)
    .leftJoin(sessionKeys, eq(sessionKeys.sessionId, sessions.id))
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now())))
    .orderBy(desc(sessions.createdAt))
    .limit(NEWEST_SESSIONS)
  return rows.filter(
    ({ createdAt, lastSeenAt }) => !isOver({ role, createdAt, sessionSeenAt: lastSeenAt }, now()),
  )
}
