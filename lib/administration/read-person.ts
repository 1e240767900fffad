import { and, desc, eq, gt, inArray, ne, notInArray, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Context } from '../context'
import type { Database } from '../db/client'
import { emailEvents, emailMessages, emailSuppressions, events, sessions, users } from '../db/schema'
import { recipientHash } from '../email/suppression'
import { VISITS } from '../events/types'
import { countHits } from '../rate-limit/rate-limit'
import { isOver } from '../token/session-row'

type ReadContext = Pick<Context, 'db' | 'env' | 'now' | 'log'>

/** Of everything the newest so many: more than anybody reads. */
export const NEWEST = 50

/** Of visits fewer: they tell how often, not what. */
export const NEWEST_VISITS = 20

/** Everything an operator sees of one account. It holds no secret: no hash, no token, no text of a message. */
export type Person = NonNullable<Awaited<ReturnType<typeof readPerson>>>

/** @returns null when there is no such account */
export async function readPerson(ctx: ReadContext, id: number) {
  const account = await readAccount(ctx.db, id)
  if (!account) return null
  const { email, role } = account
  const [suppression, refusedSignIns, open, messages, history, acts] = await Promise.all([
    readSuppression(ctx.db, email),
    // Refusals are counted, not kept: whoever guesses passwords must not fill the history.
    countHits(ctx, ['loginByAccount', email], ['loginByKnownDevices', email]),
    readSessions(ctx, id, role),
    readMessages(ctx.db, id, email),
    readHistory(ctx.db, 'about', id),
    readHistory(ctx.db, 'by', id),
  ])
  return { ...account, suppression, refusedSignIns, sessions: open, messages, history, acts }
}

async function readAccount(db: Database, id: number) {
  const [account] = await db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      emailVerified: users.emailVerified,
      locale: users.locale,
      role: users.role,
      disabledAt: users.disabledAt,
      lastSeenAt: users.lastSeenAt,
      createdAt: users.createdAt,
    })
    .from(users)
    .where(eq(users.id, id))
  return account
}

async function readSuppression(db: Database, email: string) {
  const [suppression] = await db
    .select({ reason: emailSuppressions.reason, createdAt: emailSuppressions.createdAt })
    .from(emailSuppressions)
    .where(eq(emailSuppressions.recipientHash, recipientHash(email)))
  return suppression ?? null
}

/** The sessions that a request could still use. */
async function readSessions({ db, now }: ReadContext, userId: number, role: 'member' | 'operator') {
  const rows = await db
    .select({ id: sessions.id, createdAt: sessions.createdAt, lastSeenAt: sessions.lastSeenAt })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now())))
    .orderBy(desc(sessions.createdAt))
    .limit(NEWEST)
  return rows.filter(
    ({ createdAt, lastSeenAt }) => !isOver({ role, createdAt, sessionSeenAt: lastSeenAt }, now()),
  )
}

async function readMessages(db: Database, userId: number, email: string) {
  const rows = await db
    .select({
      id: emailMessages.id,
      kind: emailMessages.kind,
      status: emailMessages.status,
      bounceType: emailMessages.bounceType,
      reason: emailMessages.reason,
      lastError: emailMessages.lastError,
      attempts: emailMessages.attempts,
      recipientHash: emailMessages.recipientHash,
      createdAt: emailMessages.createdAt,
    })
    .from(emailMessages)
    .where(eq(emailMessages.userId, userId))
    .orderBy(desc(emailMessages.id))
    .limit(NEWEST)
  const reports = await readReports(
    db,
    rows.map(({ id }) => id),
  )
  const present = recipientHash(email)
  return rows.map(({ recipientHash: hash, ...message }) => ({
    ...message,
    /** It went to an address that the account no longer has. */
    isToFormerAddress: hash !== null && !hash.equals(present),
    reports: reports.filter(({ messageId }) => messageId === message.id),
  }))
}

async function readReports(db: Database, messageIds: number[]) {
  if (messageIds.length === 0) return []
  return await db
    .select({
      id: emailEvents.id,
      messageId: emailEvents.messageId,
      type: emailEvents.type,
      bounceType: emailEvents.bounceType,
      reason: emailEvents.reason,
      occurredAt: emailEvents.occurredAt,
    })
    .from(emailEvents)
    .where(inArray(emailEvents.messageId, messageIds))
    .orderBy(emailEvents.occurredAt, emailEvents.id)
}

const actor = alias(users, 'actor')
const subject = alias(users, 'subject')

type Side = 'about' | 'by'

/** What happened to an account, or what its person did to others'; visits apart, for they would bury the rest. */
async function readHistory(db: Database, side: Side, userId: number) {
  const [happened, visits] = await Promise.all([
    readEvents(db, side, userId, notInArray(events.type, [...VISITS]), NEWEST),
    readEvents(db, side, userId, inArray(events.type, [...VISITS]), NEWEST_VISITS),
  ])
  return { events: happened, visits }
}

/** A name is null where that account is gone. */
async function readEvents(db: Database, side: Side, userId: number, kind: SQL, newest: number) {
  return await db
    .select({
      id: events.id,
      type: events.type,
      userId: events.userId,
      userName: subject.name,
      actorId: events.actorId,
      actorName: actor.name,
      detail: events.detail,
      createdAt: events.createdAt,
    })
    .from(events)
    .leftJoin(actor, eq(actor.id, events.actorId))
    .leftJoin(subject, eq(subject.id, events.userId))
    .where(
      side === 'about'
        ? and(eq(events.userId, userId), kind)
        : and(eq(events.actorId, userId), ne(events.userId, userId), kind),
    )
    .orderBy(desc(events.id))
    .limit(newest)
}
