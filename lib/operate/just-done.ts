import { and, eq, gt } from 'drizzle-orm'
import { events } from '../audit/schema'
import type { EventType } from '../audit/types'
import { MINUTE, shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { ACT_EVENTS, ACTS, type ActName } from './acts'
import type { Person } from './read'

/** An act within this time (ms) is reported as just done: longer than the page takes to come back after it. */
const RECENT = MINUTE

/**
 * The act that the page reports as done: the one that the link claims, if the newest event of the account is that act
 * by this operator within the last minute. Anybody could write the link.
 */
export function justDone(
  { now }: CoreContext,
  { claimed, history, operatorId }: { claimed: unknown; history: Person['history']; operatorId: number },
): ActName | undefined {
  const act = ACTS.find((name) => name === claimed)
  const [newest] = history.events
  if (!act || newest?.type !== ACT_EVENTS[act] || newest.actorId !== operatorId) return undefined
  return now().getTime() - newest.createdAt.getTime() < RECENT ? act : undefined
}

/**
 * The same for acts that are about no account: the one that the link claims, if this operator did such an act within the last minute.
 * @param acts each act with the event that records it
 */
export async function justDoneAmong<Act extends string>(
  { db, now }: CoreContext,
  acts: Record<Act, EventType>,
  { claimed, operatorId }: { claimed: unknown; operatorId: number },
): Promise<Act | undefined> {
  const act = (Object.keys(acts) as Act[]).find((name) => name === claimed)
  if (!act) return undefined
  const isIt = and(
    eq(events.actorId, operatorId),
    eq(events.type, acts[act]),
    gt(events.createdAt, shift(now(), -RECENT)),
  )
  return (await db.select({ id: events.id }).from(events).where(isIt).limit(1)).length > 0 ? act : undefined
}
