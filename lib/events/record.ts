import { and, eq, gt } from 'drizzle-orm'
import { HOUR, shift } from '../clock'
import type { Context } from '../context'
import type { Queryable } from '../db/client'
import { events } from '../db/schema'
import type { EventType } from './types'

/** Something that happened to an account. */
export type AccountEvent = {
  type: EventType
  /** Whose account it happened to. */
  userId: number
  /** Who did it: the person, or an operator. Left out: a command on the server. */
  actorId?: number
  /** Machine words, counts and ids; never an address, a name or a secret. */
  detail?: string
}

/** An operator who looks at one person again and again within this time is recorded once. */
const VIEW_SPAN = HOUR

/** Records an event in the caller's transaction: it is there exactly if what it tells of is. */
export async function recordEvent(
  ctx: Pick<Context, 'now'>,
  tx: Queryable,
  event: AccountEvent,
): Promise<void> {
  await tx.insert(events).values({ ...event, createdAt: ctx.now() })
}

/** Records that an operator looked at a person's data (OWASP Logging Cheat Sheet: access to personal data). */
export async function recordView(
  ctx: Pick<Context, 'db' | 'now'>,
  view: { userId: number; actorId: number },
): Promise<void> {
  const [recent] = await ctx.db
    .select({ id: events.id })
    .from(events)
    .where(
      and(
        eq(events.userId, view.userId),
        eq(events.actorId, view.actorId),
        eq(events.type, 'person_viewed'),
        gt(events.createdAt, shift(ctx.now(), -VIEW_SPAN)),
      ),
    )
    .limit(1)
  if (!recent) await recordEvent(ctx, ctx.db, { type: 'person_viewed', ...view })
}
