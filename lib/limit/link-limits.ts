import type { EmailAddress } from '../kernel/email-address'
import type { Subject } from './subject'

/** The limits on how much mail a mailbox gets through us, whoever asks for it. */
export const mailboxLimits = (email: EmailAddress): Subject[] => [
  ['linkByRecipientHourly', email],
  ['linkByRecipientDaily', email],
]

/** The pause between two links to one recipient, which people see as a countdown. */
export const spacingLimit = (email: EmailAddress): Subject => ['linkSpacing', email]

/**
 * The limits on links to one recipient, for all askers together, so that no mailbox is flooded. People see them as a countdown.
 */
export const linkLimits = (email: EmailAddress): Subject[] => [spacingLimit(email), ...mailboxLimits(email)]
