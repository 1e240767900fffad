import { and, eq, gt, type SQL, sql } from 'drizzle-orm'
import { given } from '../db/statement/named'
import { HOUR, shift } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import { events } from './schema'
import type { EventType } from './types'

/** Something that happened to an account, or that a command did on the server. */
type AccountEvent = {
  type: EventType
  /** The account it happened to. Null: none, as with a receiver of events. */
  userId: number | null
  /** The person or the operator who did it. Left out: a command on the server. */
  actorId?: number
  /** Machine words, counts and ids; never an address, a name or a secret. */
  detail?: string
  /** The session and client that did it (`lib/session/client/trace.ts`). Null: no request did. */
  origin: Origin | null
  /** `refused`: it was tried, and refused. */
  result?: 'ok' | 'refused'
}

/** Traces of a client; `session` is the session's handle. */
export type Origin = {
  session?: string | null
  browser: string | null
  system: string | null
  country: string | null
  network: Buffer | null
}

/** Repeated looks of an operator at one person, or at lists, within this time (ms) are recorded once. */
const VIEW_SPAN = HOUR

/** Records an event in the caller's transaction, so that the event and the change commit together. */
export async function recordEvent(
  { db, now }: DataContext,
  { origin, ...event }: AccountEvent,
): Promise<void> {
  await db.insert(events).values({ ...event, ...origin, createdAt: now() })
}

/**
 * Records an event of an account that it caused itself, as a part of a statement. Values: those of its origin, `event` and `now`.
 * @param gate yields the account's `id`, and the event's `detail`
 */
export const recordingEvent = (gate: SQL): SQL => sql`
  insert into ${events} (type, user_id, actor_id, detail, session, browser, system, country, network, created_at)
  select ${given('event', 'text')}, id, id, detail, ${given('session', 'uuid')}, ${given('browser', 'text')},
    ${given('system', 'text')}, ${given('country', 'text')}, ${given('network', 'bytea')}, ${given('now', 'timestamptz')}
  from ${gate}`

/**
 * Records that a command on the server did something to accounts, as a part of a statement.
 * @param gate yields the `id` of each
 */
export const recordingCommand = (type: EventType, at: Date, gate: SQL): SQL => sql`
  insert into ${events} (type, user_id, created_at) select ${type}, id, ${at}::timestamptz from ${gate}`

/** A look of an operator at an account. */
type View = { userId: number; actorId: number; origin: Origin | null }

/** Matches a look of this operator that was recorded within `VIEW_SPAN`. */
const recently = (ctx: DataContext, type: EventType, { userId, actorId }: View) =>
  and(
    eq(events.userId, userId),
    eq(events.actorId, actorId),
    eq(events.type, type),
    gt(events.createdAt, shift(ctx.now(), -VIEW_SPAN)),
  )

/** Records that an operator looked at a person's data (OWASP Logging Cheat Sheet: access to personal data). */
export async function recordView(ctx: DataContext, view: View): Promise<void> {
  const [recent] = await ctx.db
    .select({ id: events.id })
    .from(events)
    .where(recently(ctx, 'person_viewed', view))
    .limit(1)
  if (!recent) await recordEvent(ctx, { type: 'person_viewed', ...view })
}

/** Records that an operator read a page of a list of accounts. */
export const recordListing = (ctx: DataContext, look: Omit<View, 'userId'>): Promise<void> =>
  recordEvent(ctx, { type: 'people_listed', userId: look.actorId, ...look })
