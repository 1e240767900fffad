import { and, eq, gt, sql } from 'drizzle-orm'
import { HOUR, shift } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import { events } from './schema'
import type { EventType } from './types'

/** Something that happened to an account. */
type AccountEvent = {
  type: EventType
  /** The account it happened to. */
  userId: number
  /** The person or the operator who did it. Left out: a command on the server. */
  actorId?: number
  /** Machine words, counts and ids; never an address, a name or a secret. */
  detail?: string
}

/** Repeated looks of an operator at one person, or at lists, within this time (ms) are recorded once. */
const VIEW_SPAN = HOUR

/** Records an event in the caller's transaction, so that the event and the change commit together. */
export async function recordEvent({ db, now }: DataContext, event: AccountEvent): Promise<void> {
  await db.insert(events).values({ ...event, createdAt: now() })
}

/** Matches a look of this operator that was recorded within `VIEW_SPAN`. */
const recently = (
  ctx: DataContext,
  type: EventType,
  { userId, actorId }: { userId: number; actorId: number },
) =>
  and(
    eq(events.userId, userId),
    eq(events.actorId, actorId),
    eq(events.type, type),
    gt(events.createdAt, shift(ctx.now(), -VIEW_SPAN)),
  )

/** Records that an operator looked at a person's data (OWASP Logging Cheat Sheet: access to personal data). */
export async function recordView(ctx: DataContext, view: { userId: number; actorId: number }): Promise<void> {
  const [recent] = await ctx.db
    .select({ id: events.id })
    .from(events)
    .where(recently(ctx, 'person_viewed', view))
    .limit(1)
  if (!recent) await recordEvent(ctx, { type: 'person_viewed', ...view })
}

/** Records that an operator read a page of a list of accounts; its `detail` counts the pages since. */
export async function recordListing(ctx: DataContext, actorId: number): Promise<void> {
  const self = { userId: actorId, actorId }
  const counted = await ctx.db
    .update(events)
    .set({ detail: sql`(${events.detail}::int + 1)::text` })
    .where(recently(ctx, 'people_listed', self))
    .returning({ id: events.id })
  if (counted.length === 0) await recordEvent(ctx, { type: 'people_listed', ...self, detail: '1' })
}
