import { randomBytes } from 'node:crypto'
import type { DataContext } from '../../../kernel/context'
import type { MailEvent } from '../../report/lifecycle'
import { type Reception, recordMailEvent } from '../../report/record'

/** Reports that the local mailbox can simulate. */
export const SIMULATED_REPORTS = ['delivery', 'delay', 'soft_bounce', 'hard_bounce', 'complaint'] as const

type SimulatedReport = (typeof SIMULATED_REPORTS)[number]

type Simulated = Pick<MailEvent, 'type' | 'bounce' | 'reason'>

const REPORTS: Record<SimulatedReport, Simulated> = {
  delivery: { type: 'delivery' },
  delay: { type: 'delay', reason: 'MailboxFull' },
  soft_bounce: { type: 'bounce', bounce: 'soft', reason: 'MailboxFull' },
  hard_bounce: { type: 'bounce', bounce: 'hard', reason: 'NoEmail' },
  complaint: { type: 'complaint', reason: 'abuse' },
}

/**
 * Reports of Amazon SES about mail to its mailbox simulator, by the address's local part. An out-of-office answer comes
 * as a soft bounce after the delivery. (Amazon SES developer guide, "Using the mailbox simulator manually")
 */
const SIMULATOR = new Map<string, Simulated[]>([
  ['success', [REPORTS.delivery]],
  ['bounce', [{ type: 'bounce', bounce: 'hard', reason: 'General' }]],
  ['ooto', [REPORTS.delivery, { type: 'bounce', bounce: 'soft', reason: 'General' }]],
  ['complaint', [REPORTS.delivery, REPORTS.complaint]],
  ['suppressionlist', [{ type: 'bounce', bounce: 'hard', reason: 'Suppressed' }]],
])

/** `bounce@…`, or labelled `bounce+anything@…`: the same mailbox, another address. */
const SIMULATOR_ADDRESS = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/

const report = (
  ctx: DataContext,
  simulated: Simulated,
  about: Pick<MailEvent, 'messageId' | 'providerMessageId'>,
): Promise<Reception> =>
  recordMailEvent(ctx, {
    ...simulated,
    ...about,
    occurredAt: ctx.now(),
    sourceId: `simulated-${randomBytes(8).toString('hex')}`,
  })

/** Simulates a provider's report about a message, through the same code that a provider's reports take. */
export const simulateReport = (
  ctx: DataContext,
  outboxId: number,
  simulated: SimulatedReport,
): Promise<Reception> => report(ctx, REPORTS[simulated], { messageId: outboxId })

/**
 * Simulates the reports of SES about a message to Amazon SES's mailbox simulator; other messages get none. The reports
 * name the message by the provider's id alone, so that they wait until it is recorded as sent.
 */
export async function simulateSes(ctx: DataContext, to: string, providerMessageId: string): Promise<void> {
  const [, mailbox = ''] = SIMULATOR_ADDRESS.exec(to) ?? []
  for (const simulated of SIMULATOR.get(mailbox) ?? []) await report(ctx, simulated, { providerMessageId })
}
