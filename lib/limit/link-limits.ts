import type { EmailAddress } from '../kernel/email-address'
import type { Subject } from './subject'

/** The limits on links to one recipient, whoever asks: seen as a countdown, and nobody's mailbox is flooded. */
export const linkLimits = (email: EmailAddress): Subject[] => [
  ['linkSpacing', email],
  ['linkByRecipientHourly', email],
  ['linkByRecipientDaily', email],
]
