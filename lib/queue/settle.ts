import { and, eq, type SQL } from 'drizzle-orm'
import { sharedNow } from '../db/clock'
import type { DataContext } from '../kernel/context'
import type { Held, QueueTable } from './table'

/** End of a claim whose work was not done. `queued`: it is tried again in `retryIn` milliseconds. */
export type Undone =
  | { status: 'queued'; lastError: string; retryIn: number }
  | { status: 'dead'; lastError: string }

export type ClaimId = Pick<Held, 'id' | 'attempts'>

/** The row of a claim, whatever became of it. */
export const isNewestClaim = (table: QueueTable, { id, attempts }: ClaimId): SQL | undefined =>
  and(eq(table.id, id), eq(table.attempts, attempts))

/** The row of a claim that nobody settled: no other worker took it after the lease ran out. */
export const isHeld = (table: QueueTable, claimed: ClaimId): SQL | undefined =>
  and(isNewestClaim(table, claimed), eq(table.status, 'sending'))

/** The columns of a row whose work was not done. */
export const undoneColumns = (ctx: DataContext, outcome: Undone) => {
  const { status, lastError } = outcome
  return outcome.status === 'queued'
    ? { status, lastError, dueAt: sharedNow(ctx, outcome.retryIn) }
    : { status, lastError, settledAt: sharedNow(ctx) }
}
