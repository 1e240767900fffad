import { eq, or, sql } from 'drizzle-orm'
import { exportRule } from '../db/export/rule'
import { events } from './schema'

/** Replaces an account's number in an export, which tells nobody else's. */
const partOf = (number: unknown, id: number): 'you' | 'another account' | null =>
  number === null ? null : number === id ? 'you' : 'another account'

export const auditExport = [
  exportRule(events, {
    where: ({ id }) => or(eq(events.userId, id), eq(events.actorId, id)) ?? sql`false`,
    order: events.id,
    columns: {
      id: 'shown',
      type: 'shown',
      userId: 'shown',
      actorId: 'shown',
      detail: 'shown',
      session: 'shown',
      browser: 'shown',
      system: 'shown',
      country: 'shown',
      network: 'hash',
      result: 'shown',
      createdAt: 'shown',
    },
    present: ({ userId, actorId, ...event }, { id }) => {
      // Session and client are those of the operator who acted, and not the person's.
      const theirs =
        actorId === null || actorId === id
          ? {}
          : { session: null, browser: null, system: null, country: null }
      return { ...event, ...theirs, userId: partOf(userId, id), actorId: partOf(actorId, id) }
    },
  }),
]
