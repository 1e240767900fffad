import { and, eq, ne, sql } from 'drizzle-orm'
import type { DataContext } from '../../kernel/context'
import type { Receipt } from '../../kernel/ports'
import { emailMessages } from '../schema'
import type { Claim } from './claim'

export type Settlement =
  | ({ status: 'sent' } & Receipt)
  | { status: 'queued'; lastError: string; dueAt: Date }
  | { status: 'dead'; lastError: string }

const sentColumns = ({ status, ...receipt }: Extract<Settlement, { status: 'sent' }>, now: Date) => ({
  ...receipt,
  status: sql`case when ${emailMessages.status} = 'sending' then ${status} else ${emailMessages.status} end`,
  sealed: null,
  settledAt: sql`coalesce(${emailMessages.settledAt}, ${now})`,
})

const unsentColumns = (outcome: Exclude<Settlement, { status: 'sent' }>, now: Date) =>
  outcome.status === 'dead' ? { ...outcome, sealed: null, settledAt: now } : outcome

/**
 * Records how a claim ended.
 * @returns false when the claim was no longer ours: its lease ran out and another worker took the message
 */
export async function settle(
  { db, now }: DataContext,
  claimed: Pick<Claim, 'id' | 'attempts'>,
  outcome: Settlement,
): Promise<boolean> {
  const isSent = outcome.status === 'sent'
  const settled = await db
    .update(emailMessages)
    .set(isSent ? sentColumns(outcome, now()) : unsentColumns(outcome, now()))
    .where(
      and(
        eq(emailMessages.id, claimed.id),
        eq(emailMessages.attempts, claimed.attempts),
        // What was sent is recorded even where a report, or a cancellation, was faster than the provider's answer.
        isSent ? ne(emailMessages.status, 'queued') : eq(emailMessages.status, 'sending'),
      ),
    )
    .returning({ id: emailMessages.id })
  return settled.length > 0
}
