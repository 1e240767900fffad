import { z } from 'zod'
import { SCANS } from '@/dev/mailbox-simulator/open-as-scanner'
import { SIMULATED_REPORTS } from '@/lib/email/transport/mailbox/simulate'
import { rowId } from '@/lib/kernel/row-id'

/** A report that the local mailbox pretends of a message. */
export const simulateInput = z.strictObject({
  outboxId: rowId.describe('The message, by its row in the outbox.'),
  report: z.enum(SIMULATED_REPORTS),
})

/** A scanner that the local mailbox opens a message's link as. */
export const openingInput = z.strictObject({
  id: rowId.describe('The message, as /mailbox numbers it.'),
  as: z.enum(SCANS),
})

/** An address that a browser wants vouched for. */
export const issuanceInput = z.object({ email: z.string().max(254) })
