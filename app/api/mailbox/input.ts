import { z } from 'zod'
import { SCANS } from '@/dev/mailbox-simulator/open-as-scanner'
import { emailAddress } from '@/lib/account/email-address'
import { FATES, SERVERS } from '@/lib/email/transport/mailbox/mailed/events'
import { SIMULATED_REPORTS } from '@/lib/email/transport/mailbox/simulate'
import { DAY, SECOND } from '@/lib/kernel/clock'
import { rowId } from '@/lib/kernel/row-id'

/** A report that the local mailbox pretends of a message. */
export const simulateInput = z.strictObject({
  outboxId: rowId.describe('The message, by its row in the outbox.'),
  report: z.enum(SIMULATED_REPORTS),
})

/** A report that a mail server makes of a message. */
export const mailedInput = z.strictObject({
  id: rowId.describe('The message, as /mailbox numbers it.'),
  server: z.enum(SERVERS).describe('The server that writes the report.'),
  fate: z.enum(FATES).describe('What became of the message. `greylisted`: until the server gave up.'),
})

/** A scanner that the local mailbox opens a message's link as. */
export const openingInput = z.strictObject({
  id: rowId.describe('The message, as /mailbox numbers it.'),
  as: z.enum(SCANS),
})

/** An address that a browser wants vouched for. */
export const issuanceInput = z.object({ email: z.string().max(254) })

/** Which messages of the local mailbox are asked for. */
export const messagesInput = z.strictObject({
  to: emailAddress.optional().describe('Those to this address alone. Absent: to anybody.'),
})

/** Longer than anything is kept. */
const MAX_SECONDS = (10 * 365 * DAY) / SECOND

/** Time that passes for one person. */
export const timeInput = z.strictObject({
  email: emailAddress
    .optional()
    .describe('Whose time passes. Absent: that of the limits of the network that asks, alone.'),
  seconds: z.number().int().positive().max(MAX_SECONDS),
})
