import { and, eq, gt, gte, isNull, sql } from 'drizzle-orm'
import { users } from '../../account/schema'
import type { DataContext } from '../../kernel/context'
import { sessions } from '../schema'
import type { BindingOutcome } from './count'
import { bindingCounts, sessionKeys } from './schema'

/** Numbers of open sessions, and of those of them that are bound. */
export type BoundShare = { open: number; bound: number }

/** Counts the open sessions of accounts that are not disabled: of all, and of operators alone. */
export async function readBoundShares({
  db,
  now,
}: DataContext): Promise<Record<'all' | 'operators', BoundShare>> {
  const isOperator = sql`${users.role} = 'operator'`
  const isBound = sql`${sessionKeys.sessionId} is not null`
  const count = (condition = sql`true`) => sql<number>`count(*) filter (where ${condition})::int`
  const [row] = await db
    .select({
      open: count(),
      bound: count(isBound),
      operatorsOpen: count(isOperator),
      operatorsBound: count(sql`${isOperator} and ${isBound}`),
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), isNull(users.disabledAt)))
    .leftJoin(sessionKeys, eq(sessionKeys.sessionId, sessions.id))
    .where(gt(sessions.expiresAt, now()))
  const { open = 0, bound = 0, operatorsOpen = 0, operatorsBound = 0 } = row ?? {}
  return { all: { open, bound }, operators: { open: operatorsOpen, bound: operatorsBound } }
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
