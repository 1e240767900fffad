import { and, eq, gt, gte, isNull, sql } from 'drizzle-orm'
import { users } from '../../account/schema'
import type { DataContext } from '../../kernel/context'
import { sessions } from '../schema'
import type { BindingOutcome } from './count'
import { bindingCounts, sessionKeys } from './schema'

/** Number of open sessions, and of those of them that are bound. */
export type BoundShare = { open: number; bound: number }

/**
 * Counts the open sessions of operators. Those of everybody would be a walk through all sessions, which no figure of the dashboard may
 * be.
 */
export async function readOperatorsBound({ db, now }: DataContext): Promise<BoundShare> {
  const isOperator = and(eq(users.role, 'operator'), isNull(users.disabledAt))
  const [row] = await db
    .select({ open: sql<number>`count(*)::int`, bound: sql<number>`count(${sessionKeys.sessionId})::int` })
    .from(users)
    .innerJoin(sessions, and(eq(sessions.userId, users.id), gt(sessions.expiresAt, now())))
    .leftJoin(sessionKeys, eq(sessionKeys.sessionId, sessions.id))
    .where(isOperator)
  return row ?? { open: 0, bound: 0 }
}

/** Counted outcomes of bindings since a day (UTC), by outcome. An outcome that did not occur is missing. */
export async function readBindingCounts(
  { db }: DataContext,
  since: Date,
): Promise<Partial<Record<BindingOutcome, number>>> {
  const rows = await db
    .select({ outcome: bindingCounts.outcome, amount: sql<string>`sum(${bindingCounts.amount})` })
    .from(bindingCounts)
    .where(gte(bindingCounts.day, since))
    .groupBy(bindingCounts.outcome)
  return Object.fromEntries(rows.map(({ outcome, amount }) => [outcome, Number(amount)]))
}
