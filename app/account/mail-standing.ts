import type { Fate } from '@/lib/email/report/fate'
import type { AccountTexts } from '@/lib/i18n/texts/account/account'

/** State of a message, in the cases that a person tells apart. */
export type MailStanding = keyof AccountTexts['mail']

export function mailStanding({ state, bounce, handedOn }: Fate): MailStanding {
  if (handedOn) return 'handedOn'
  return state === 'bounced' ? (bounce === 'hard' ? 'hardBounced' : 'softBounced') : state
}

/** Colours of a chip (`components/chip/chip.module.css`). */
export const MAIL_TONES: Record<MailStanding, 'accent' | 'good' | 'warm' | 'bad'> = {
  queued: 'accent',
  sending: 'accent',
  sent: 'good',
  delayed: 'warm',
  delivered: 'good',
  handedOn: 'good',
  softBounced: 'warm',
  hardBounced: 'bad',
  complained: 'bad',
  failed: 'bad',
}
