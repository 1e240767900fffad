import type { Subject } from './rate-limit'

/** The limits on links to one recipient, whoever asks: seen as a countdown, and nobody's mailbox is flooded. */
export const linkLimits = (email: string): Subject[] => [
  ['linkSpacing', email],
  ['linkByRecipientHourly', email],
  ['linkByRecipientDaily', email],
]
