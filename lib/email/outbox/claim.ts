import { sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import { SECOND, shift } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import type { MessageKind } from '../letters/kinds'
import { emailMessages } from '../schema'
import { IS_REQUEST } from './reset-request'

/** A message that a worker holds under a lease until `leaseEnds`. `attempts` is the fencing token of this claim. */
export type Claim = {
  id: number
  kind: MessageKind
  /** Names the message towards the provider, the same in every attempt. */
  reference: string
  attempts: number
  /** By the clock of this process, which compares it with its own time alone. */
  leaseEnds: Date
  userId: number | null
  sealed: Buffer
}

/** Longer than the longest send (a connection in 5 s, an answer in 60 s), so that no second worker sends beside a slow one. */
export const LEASE = 120 * SECOND

type ClaimedRow = {
  id: string
  kind: MessageKind
  user_id: string | null
  reference: string
  attempts: number
  sealed: Buffer
}

/**
 * Takes the next due message: one that waits, or one whose worker let its lease run out (it died, or lost the
 * database). `skip locked` lets any number of workers claim at once without waiting for each other.
 * @returns null when nothing is due
 */
export async function claim(ctx: CoreContext): Promise<Claim | null> {
  const leaseEnds = shift(ctx.now(), LEASE)
  const { rows } = await ctx.db.execute<ClaimedRow>(sql`
    update ${emailMessages}
    set status = 'sending', attempts = attempts + 1, reference = coalesce(reference, gen_random_uuid()),
      due_at = ${sharedNow(ctx, LEASE)}
    where id = (
      select id from ${emailMessages}
      where status in ('queued', 'sending') and due_at <= ${sharedNow(ctx)} and not ${IS_REQUEST}
      order by due_at
      limit 1
      for update skip locked
    )
    returning id, kind, user_id, reference, attempts, sealed`)
  const [row] = rows
  if (!row) return null
  return {
    id: Number(row.id),
    kind: row.kind,
    reference: row.reference,
    attempts: row.attempts,
    leaseEnds,
    userId: row.user_id === null ? null : Number(row.user_id),
    sealed: row.sealed,
  }
}
