/**
 * States of a message. One state machine, in one place: a message only ever climbs this ladder.
 *
 *     queued → sending → sent → delayed → bounced (soft) → dead → delivered → bounced (hard) → complained
 *
 * `queued` and `sending` alternate while the outbox tries; from `sent` on, the provider's reports decide. They come
 * late, twice, out of order or not at all, so a report never says "go to", only "at least": the highest one counts,
 * whichever came first. A soft bounce stands below `delivered` because an out-of-office answer is reported as one
 * after the message arrived; `dead` does because a provider that answered too late may still deliver.
 */
export const MESSAGE_STATES = [
  'queued',
  'sending',
  'sent',
  'delayed',
  'bounced',
  'dead',
  'delivered',
  'complained',
] as const

export type MessageState = (typeof MESSAGE_STATES)[number]

/** A bounce is final (`hard`: the address does not exist) or not (`soft`: full, away, too large). */
export type BounceType = 'hard' | 'soft'

/** A state, with the kind of bounce where it is one. */
export type Standing = { state: MessageState; bounce: BounceType | null }

/** Kinds of report about a message that a provider took. */
export const MAIL_EVENT_TYPES = [
  'send',
  'delivery',
  'delay',
  'bounce',
  'complaint',
  'reject',
  'rendering_failure',
] as const

type MailEventType = (typeof MAIL_EVENT_TYPES)[number]

/** One report. It never carries an address. */
export type MailEvent = {
  type: MailEventType
  /** Time of the event, by the provider's clock. */
  occurredAt: Date
  /** Names this report; the same report delivered twice has the same one. */
  sourceId: string
  /** Our random name for the message, if the provider repeats our tag. */
  reference?: string
  /** Our number of the message, in a report that we make ourselves. A report from outside could mean another database's. */
  messageId?: number
  providerMessageId?: string
  bounce?: BounceType
  /** The provider's class of reason, for example `NoEmail` or `MailboxFull`; letters only. */
  reason?: string
  /** A hard bounce that is too uncertain to suppress the address. */
  sparesAddress?: boolean
}

/** Reasons of a delivery after which nobody reports any more: a next server, or a list, has the message. */
export const HANDED_ON: readonly string[] = ['Relayed', 'Expanded']

const RANKS = {
  queued: 0,
  sending: 1,
  sent: 2,
  delayed: 3,
  softBounced: 4,
  dead: 5,
  delivered: 6,
  hardBounced: 7,
  complained: 8,
}

/** Position on the ladder. */
export function rank({ state, bounce }: Standing): number {
  if (state !== 'bounced') return RANKS[state]
  return bounce === 'hard' ? RANKS.hardBounced : RANKS.softBounced
}

const REPORTED = {
  send: 'sent',
  delivery: 'delivered',
  delay: 'delayed',
  bounce: 'bounced',
  complaint: 'complained',
  reject: 'dead',
  rendering_failure: 'dead',
} as const satisfies Record<MailEventType, MessageState>

/** The standing that a report names by itself. */
export const reported = (event: Pick<MailEvent, 'type' | 'bounce'>): Standing => ({
  state: REPORTED[event.type],
  bounce: event.type === 'bounce' ? (event.bounce ?? 'soft') : null,
})

/** The standing after a report: the higher of the two, so that no order of reports moves a message backwards. */
export function advance(standing: Standing, event: Pick<MailEvent, 'type' | 'bounce'>): Standing {
  const next = reported(event)
  return rank(next) > rank(standing) ? next : standing
}

/** True when nobody sends the message any more: its sealed data is erased. */
export const isSettled = (state: MessageState): boolean => state !== 'queued' && state !== 'sending'

/** True when further mail to the address harms the sender: it does not exist, or its owner called our mail spam. */
export const suppresses = ({ state, bounce }: Standing): boolean =>
  state === 'complained' || (state === 'bounced' && bounce === 'hard')
