import type { EmailAddress } from '../kernel/email-address'
import type { Subject } from './subject'

/**
 * The limits on links to one recipient, for all askers together, so that no mailbox is flooded. People see them as a countdown.
 */
export const linkLimits = (email: EmailAddress): Subject[] => [
  ['linkSpacing', email],
  ['linkByRecipientHourly', email],
  ['linkByRecipientDaily', email],
]
