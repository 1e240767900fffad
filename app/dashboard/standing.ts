import type { VerificationStatus } from '@/lib/auth/read-verification-status'

type MessageState = NonNullable<VerificationStatus['message']>['state']

/** State of the verification e-mail, in the cases that a person tells apart. */
export type Standing =
  | Exclude<MessageState, 'bounced'>
  | 'handedOn'
  | 'softBounced'
  | 'hardBounced'
  | 'refused'
  | 'suppressed'
  | 'none'

/**
 * A suppressed address outranks the fate of an older message. An address that was refused without being suppressed may be
 * right, so the person may ask again.
 */
export function standingOf({ message, suppressed }: VerificationStatus): Standing {
  const standing = messageStanding(message)
  if (standing === 'hardBounced' && !suppressed) return 'refused'
  return suppressed && !isRefusal(standing) ? 'suppressed' : standing
}

function messageStanding(message: VerificationStatus['message']): Standing {
  if (!message) return 'none'
  if (message.handedOn) return 'handedOn'
  if (message.state !== 'bounced') return message.state
  return message.bounce === 'hard' ? 'hardBounced' : 'softBounced'
}

/** States that end by themselves within moments. In all others a reload would only erase typed text. */
export const isMoving = (standing: Standing): boolean => standing === 'queued' || standing === 'sending'

/** The address wants no mail from us: only another address helps. */
export const isRefusal = (standing: Standing): boolean =>
  standing === 'hardBounced' ||
  standing === 'refused' ||
  standing === 'complained' ||
  standing === 'suppressed'
