import { sql } from 'drizzle-orm'
import type { CoreContext } from '../../kernel/context'
import { claimDue } from '../../queue/claim'
import type { Held } from '../../queue/table'
import type { MessageKind } from '../letters/kinds'
import { emailMessages } from '../schema'
import { IS_REQUEST } from './reset-request'

export { LEASE } from '../../queue/claim'

/** A message that a worker holds under a lease. */
export type Claim = Held & {
  kind: MessageKind
  /** Names the message towards the provider, the same in every attempt. */
  reference: string
  userId: number | null
  sealed: Buffer
  /** The request that wrote it, while traces are collected. */
  traceparent: string | null
}

type ClaimedRow = Omit<Claim, keyof Held | 'userId'> & { user_id: string | null }

/**
 * Takes the next due message: one that waits, or one whose worker let its lease run out.
 * @returns null when nothing is due
 */
export async function claim(ctx: CoreContext): Promise<Claim | null> {
  const [row] = await claimDue<ClaimedRow>(ctx, emailMessages, {
    only: sql`not ${IS_REQUEST}`,
    order: sql`due_at`,
    also: sql`reference = coalesce(reference, gen_random_uuid())`,
    returning: sql`kind, user_id, reference, sealed, traceparent`,
  })
  if (!row) return null
  const { user_id: userId, ...claimed } = row
  return { ...claimed, userId: userId === null ? null : Number(userId) }
}
