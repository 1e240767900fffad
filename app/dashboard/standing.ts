import type { VerificationStatus } from '@/lib/auth/read-verification-status'

type MessageState = NonNullable<VerificationStatus['message']>['state']

/** State of the verification e-mail, in the cases that a person tells apart. */
export type Standing =
  | Exclude<MessageState, 'bounced'>
  | 'softBounced'
  | 'hardBounced'
  | 'suppressed'
  | 'none'

/** A suppressed address outranks the fate of an older message. */
export function standingOf({ message, suppressed }: VerificationStatus): Standing {
  const standing = messageStanding(message)
  return suppressed && !isRefusal(standing) ? 'suppressed' : standing
}

function messageStanding(message: VerificationStatus['message']): Standing {
  if (!message) return 'none'
  if (message.state !== 'bounced') return message.state
  return message.bounce === 'hard' ? 'hardBounced' : 'softBounced'
}

/** The address wants no mail from us: only another address helps. */
export const isRefusal = (standing: Standing): boolean =>
  standing === 'hardBounced' || standing === 'complained' || standing === 'suppressed'
