import type { EmailAddress } from '../kernel/email-address'
import type { Subject } from './subject'

/**
 * The limits on links to one recipient, for all who ask together: nobody's mailbox is flooded. People see a countdown.
 */
export const linkLimits = (email: EmailAddress): Subject[] => [
  ['linkSpacing', email],
  ['linkByRecipientHourly', email],
  ['linkByRecipientDaily', email],
]
