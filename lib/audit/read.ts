import { and, desc, eq, lt, notInArray } from 'drizzle-orm'
import type { CoreContext } from '../kernel/context'
import { events } from './schema'
import { LOOKS } from './types'

/** An event of an account as its person sees it; `at` is ISO 8601. */
export type OwnEvent = {
  id: number
  type: string
  at: string
  /** Names without a version; null: not recognized, or no client did it. */
  browser: string | null
  system: string | null
  /** ISO 3166-1 alpha-2; null: not known. */
  country: string | null
  result: 'ok' | 'refused'
  /** An operator did it. */
  byUs: boolean
}

/** Events of one page of the list. */
export const EVENTS_A_PAGE = 50

/** An event without an author was caused by a request without a session, or by a command on the server. */
const isOurs = (actorId: number | null, userId: number): boolean => actorId !== null && actorId !== userId

/**
 * Events of an account, newest first, a page at a time.
 * @param before the `next` of the page before
 * @returns `next`: null on the last page
 */
export async function readOwnEvents(
  { db }: CoreContext,
  userId: number,
  before?: number,
): Promise<{ events: OwnEvent[]; next: number | null }> {
  const { id, type, actorId, browser, system, country, result, createdAt } = events
  const rows = await db
    .select({ id, type, actorId, browser, system, country, result, createdAt })
    .from(events)
    .where(
      and(
        eq(events.userId, userId),
        notInArray(type, [...LOOKS]),
        before === undefined ? undefined : lt(id, before),
      ),
    )
    .orderBy(desc(id))
    .limit(EVENTS_A_PAGE + 1)
  const page = rows.slice(0, EVENTS_A_PAGE)
  return {
    events: page.map(({ actorId: actor, createdAt: at, ...event }) => ({
      ...event,
      at: at.toISOString(),
      byUs: isOurs(actor, userId),
    })),
    next: rows.length > EVENTS_A_PAGE ? (page.at(-1)?.id ?? null) : null,
  }
}
