/** Effect of a report of a mail server, as the reader names it. */
export type Outcome = {
  type: 'delivery' | 'delay' | 'bounce'
  bounce?: 'hard' | 'soft'
  reason?: string
  sparesAddress?: boolean
}

/** Effects that real servers' reports have, by what happened to the message. */
export const OUTCOME = {
  delivered: { type: 'delivery' },
  relayed: { type: 'delivery', reason: 'Relayed' },
  expanded: { type: 'delivery', reason: 'Expanded' },
  noMailbox: { type: 'bounce', bounce: 'hard', reason: 'NoEmail' },
  inDoubt: { type: 'bounce', bounce: 'hard', reason: 'RecipientRefused', sparesAddress: true },
  noDomain: { type: 'bounce', bounce: 'hard', reason: 'NoDomain', sparesAddress: true },
  full: { type: 'bounce', bounce: 'soft', reason: 'MailboxFull' },
  content: { type: 'bounce', bounce: 'hard', reason: 'ContentRejected' },
  policy: { type: 'bounce', bounce: 'hard', reason: 'PolicyRefused' },
  givenUp: { type: 'bounce', bounce: 'soft', reason: 'General' },
  unreachable: { type: 'bounce', bounce: 'soft', reason: 'Unreachable' },
  late: { type: 'delay', reason: 'General' },
  lateFull: { type: 'delay', reason: 'MailboxFull' },
  lateUnreachable: { type: 'delay', reason: 'Unreachable' },
} as const satisfies Record<string, Outcome>

export type OutcomeName = keyof typeof OUTCOME
