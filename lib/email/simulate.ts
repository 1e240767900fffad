import { randomBytes } from 'node:crypto'
import type { Context } from '../context'
import { type Reception, recordMailEvent } from './feedback'
import type { MailEvent } from './lifecycle'

/** What the local mailbox can pretend that became of a message. */
export const SIMULATED_REPORTS = ['delivery', 'delay', 'soft_bounce', 'hard_bounce', 'complaint'] as const

export type SimulatedReport = (typeof SIMULATED_REPORTS)[number]

const REPORTS: Record<SimulatedReport, Pick<MailEvent, 'type' | 'bounce' | 'reason'>> = {
  delivery: { type: 'delivery' },
  delay: { type: 'delay', reason: 'MailboxFull' },
  soft_bounce: { type: 'bounce', bounce: 'soft', reason: 'MailboxFull' },
  hard_bounce: { type: 'bounce', bounce: 'hard', reason: 'NoEmail' },
  complaint: { type: 'complaint', reason: 'abuse' },
}

/** Reports of a message what a provider would, through the very code that a provider's reports take. */
export const simulateReport = (
  ctx: Pick<Context, 'db' | 'now' | 'log'>,
  outboxId: number,
  report: SimulatedReport,
): Promise<Reception> =>
  recordMailEvent(ctx, {
    ...REPORTS[report],
    messageId: outboxId,
    occurredAt: ctx.now(),
    sourceId: `simulated-${randomBytes(8).toString('hex')}`,
  })
