import type { VerificationStatus } from '@/lib/auth/read-verification-status'

type MessageState = NonNullable<VerificationStatus['message']>['state']

/** State of the verification e-mail, in the cases that a person tells apart. */
export type Standing =
  | Exclude<MessageState, 'bounced'>
  | 'softBounced'
  | 'hardBounced'
  | 'refused'
  | 'suppressed'
  | 'none'

/**
 * A suppressed address outranks the fate of an older message. One that was refused without being suppressed may be right
 * all the same: asking again is open.
 */
export function standingOf({ message, suppressed }: VerificationStatus): Standing {
  const standing = messageStanding(message)
  if (standing === 'hardBounced' && !suppressed) return 'refused'
  return suppressed && !isRefusal(standing) ? 'suppressed' : standing
}

function messageStanding(message: VerificationStatus['message']): Standing {
  if (!message) return 'none'
  if (message.state !== 'bounced') return message.state
  return message.bounce === 'hard' ? 'hardBounced' : 'softBounced'
}

/** The state ends by itself within moments. In the others a reload would only erase typed text. */
export const isMoving = (standing: Standing): boolean => standing === 'queued' || standing === 'sending'

/** The address wants no mail from us: only another address helps. */
export const isRefusal = (standing: Standing): boolean =>
  standing === 'hardBounced' ||
  standing === 'refused' ||
  standing === 'complained' ||
  standing === 'suppressed'
