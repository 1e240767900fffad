import { and, desc, eq, inArray, ne, notInArray, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { users } from '../account/schema'
import { events } from '../audit/schema'
import { LOOKS, VISITS } from '../audit/types'
import type { CoreContext } from '../kernel/context'

/** Newest events shown: more than a person reads. */
const NEWEST_EVENTS = 50

/** Newest visits shown, and looks: fewer, because they only show how often. */
export const NEWEST_VISITS = 20

const actor = alias(users, 'actor')
const subject = alias(users, 'subject')

type Side = 'about' | 'by'

/** The `newest` events of a `kind` on one side of an account. */
type Selection = { side: Side; userId: number; kind: SQL; newest: number }

/** Events about an account, or acts of its person on other accounts; visits and looks apart, because they would bury the rest. */
export async function readHistory(ctx: CoreContext, side: Side, userId: number) {
  const of = (kind: SQL, newest: number) => readEvents(ctx, { side, userId, kind, newest })
  const [happened, visits, looks] = await Promise.all([
    of(notInArray(events.type, [...VISITS, ...LOOKS]), NEWEST_EVENTS),
    of(inArray(events.type, [...VISITS]), NEWEST_VISITS),
    of(inArray(events.type, [...LOOKS]), NEWEST_VISITS),
  ])
  return { events: happened, visits, looks }
}

/** Names of deleted accounts are null. */
async function readEvents({ db }: CoreContext, { side, userId, kind, newest }: Selection) {
  return await db
    .select({
      id: events.id,
      type: events.type,
      userId: events.userId,
      userName: subject.name,
      actorId: events.actorId,
      actorName: actor.name,
      detail: events.detail,
      browser: events.browser,
      system: events.system,
      country: events.country,
      result: events.result,
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
