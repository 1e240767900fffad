import { HOUR } from '../../kernel/clock'
import type { Env } from '../../kernel/env/env'
import type { OutgoingEmail } from '../../kernel/ports'
import { LINK_PURPOSES, linkUrl } from '../../link/purposes'
import type { MessageKind } from './kinds'
import type { RenderedEmail } from './layout/render'
import type { Letter, LetterData } from './letter'
import { LETTERS } from './table'

function render(env: Env, letter: Letter, { name, locale, token }: LetterData): RenderedEmail {
  const head = { name, locale, answersAreRead: env.email.replyTo !== undefined }
  if (letter.link === null) return letter.render({ ...head, appUrl: env.appUrl })
  if (token === undefined) throw new Error('a message that carries a link has no token')
  const expiresInHours = LINK_PURPOSES[letter.link].lifetime / HOUR
  return letter.render({ ...head, link: linkUrl(env, letter.link, token), expiresInHours })
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
  to: data.to,
  ...render(env, LETTERS[kind], data),
})
