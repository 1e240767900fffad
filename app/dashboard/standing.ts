import type { VerificationStatus } from '@/lib/auth/read-verification-status'

type MessageState = NonNullable<VerificationStatus['message']>['state']

/** Where the verification e-mail is, as a person tells the cases apart. */
export type Standing =
  | Exclude<MessageState, 'bounced'>
  | 'softBounced'
  | 'hardBounced'
  | 'suppressed'
  | 'none'

/** What the address did last counts before what became of an older message. */
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
