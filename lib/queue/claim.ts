import { type SQL, sql } from 'drizzle-orm'
import { sharedNow } from '../db/clock'
import { SECOND, shift } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import type { Held, QueueTable } from './table'

/** Longer than the longest work (a connection in 5 s, an answer in 60 s), so that no second worker begins beside a slow one. */
export const LEASE = 120 * SECOND

type Wanted = {
  /** Rows besides which none is taken. */
  only: SQL
  /** The order in which due rows are taken. */
  order: SQL
  /** Columns that the claim sets besides those of every queue. */
  also?: SQL
  /** Columns that the worker needs besides `id` and `attempts`. */
  returning: SQL
  /** The most rows that one claim takes. */
  count?: number
}

/**
 * Takes the next due rows: those that wait, and those whose worker let its lease run out (it died, or lost the
 * database). `skip locked` lets any number of workers claim at once without waiting for each other.
 */
export async function claimDue<Row extends Record<string, unknown>>(
  ctx: DataContext,
  table: QueueTable,
  { only, order, also, returning, count = 1 }: Wanted,
): Promise<(Held & Row)[]> {
  const leaseEnds = shift(ctx.now(), LEASE)
  const { rows } = await ctx.db.execute<Row & { id: string; attempts: number }>(sql`
    update ${table}
    set status = 'sending', attempts = attempts + 1, ${also ? sql`${also}, ` : sql``}due_at = ${sharedNow(ctx, LEASE)}
    where id = any(array(
      select id from ${table}
      where status in ('queued', 'sending') and due_at <= ${sharedNow(ctx)} and ${only}
      order by ${order}
      limit ${count}
      for update skip locked
    ))
    returning id, attempts, ${returning}`)
  return (rows as unknown as (Row & Omit<Held, 'leaseEnds'>)[]).map((row) => ({
    ...row,
    id: Number(row.id),
    leaseEnds,
  }))
}
