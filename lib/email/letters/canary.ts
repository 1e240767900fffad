import { PRODUCT } from '../../kernel/brand'
import { toEmailAddress } from '../../kernel/email-address'
import { renderEmail } from './layout/render'
import type { LetterData, PlainLetter } from './letter'

/**
 * Data of each canary. The address takes every message and reports it delivered, without harm to the sender's
 * reputation, even from an account in the sandbox (Amazon SES developer guide, "Using the mailbox simulator"; it allows
 * a label after `+`).
 */
export const CANARY: LetterData = {
  to: toEmailAddress('success+canary@simulator.amazonses.com'),
  name: 'Canary',
  locale: 'en',
}

/** Mail to a machine that answers for its arrival, as long as ours are. */
export const canary = {
  link: null,
  // The address is nobody's: the fate of one canary must not suppress the next.
  obeysSuppression: false,
  hashesRecipient: false,
  render: () =>
    renderEmail({
      locale: 'en',
      subject: `${PRODUCT} canary`,
      preheader: 'Does mail arrive?',
      blocks: [
        { kind: 'paragraph', content: [`This message only shows that mail from ${PRODUCT} arrives.`] },
      ],
      footer: [PRODUCT],
    }),
} as const satisfies PlainLetter
