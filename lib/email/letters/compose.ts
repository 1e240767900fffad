import type { Env } from '../../kernel/env/env'
import type { OutgoingEmail } from '../../kernel/ports'
import { parseSender } from '../../kernel/sender'
import { LINK_PURPOSES, linkUrl } from '../../link/purposes'
import { returnPathOf } from '../return-path'
import type { MessageKind } from './kinds'
import type { RenderedEmail } from './layout/render'
import type { Letter, LetterData } from './letter'
import { LETTERS } from './table'

function render(
  env: Env,
  letter: Letter,
  { name, locale, token, code, facts = {} }: LetterData,
): RenderedEmail {
  const { replyTo, from } = env.email
  const contact = replyTo ?? parseSender(from)?.address ?? from
  const content = { name, locale, answersAreRead: replyTo !== undefined, facts, contact }
  if (letter.link === null) return letter.render({ ...content, appUrl: env.appUrl })
  if (token === undefined) throw new Error('a message that carries a link has no token')
  const { lifetime } = LINK_PURPOSES[letter.link]
  return letter.render({ ...content, link: linkUrl(env, letter.link, token), lifetime, code })
}

/**
 * The recipient. A canary over SMTP goes to our own address of reports: it arrives where reports do, so that one flight proves the way
 * there and back.
 */
function recipientOf(env: Env, kind: MessageKind, reference: string | undefined, to: string): string {
  const { transport, bounceAddress } = env.email
  const comesBack = kind === 'canary' && transport === 'smtp' && bounceAddress && reference
  return comesBack ? returnPathOf(env, bounceAddress, reference) : to
}

/** The e-mail that a message of the outbox becomes. */
export const composeEmail = (
  env: Env,
  { id, reference, kind }: { id: number; reference?: string; kind: MessageKind },
  data: LetterData,
): OutgoingEmail => ({
  outboxId: id,
  reference,
  from: env.email.from,
  replyTo: env.email.replyTo,
  to: recipientOf(env, kind, reference, data.to),
  ...render(env, LETTERS[kind], data),
})
