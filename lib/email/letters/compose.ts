import type { Env } from '../../kernel/env'
import { VERIFICATION_HOURS } from '../../kernel/lifetimes'
import type { OutgoingEmail } from '../../kernel/ports'
import { linkUrl } from '../../link/purposes'
import type { Claim } from '../outbox/claim'
import type { Letter, MessageKind } from '../outbox/letter'
import { renderCanaryEmail } from './canary'
import { renderVerificationEmail } from './verification'
import { renderWelcomeEmail } from './welcome'

function render(
  env: Env,
  kind: MessageKind,
  letter: Letter,
): Pick<OutgoingEmail, 'subject' | 'html' | 'text'> {
  const { name, locale, token } = letter
  if (kind === 'canary') return renderCanaryEmail()
  const head = { name, locale, answersAreRead: env.email.replyTo !== undefined }
  if (kind === 'welcome') {
    return renderWelcomeEmail({ ...head, dashboardUrl: new URL('/dashboard', env.appUrl).href })
  }
  if (token === undefined) throw new Error('a verification message has no token')
  const link = linkUrl(env, 'verify_email', token)
  return renderVerificationEmail({ ...head, link, expiresInHours: VERIFICATION_HOURS })
}

/** The e-mail that a message of the outbox becomes. */
export const composeEmail = (
  env: Env,
  { id, kind }: Pick<Claim, 'id' | 'kind'>,
  letter: Letter,
): OutgoingEmail => ({
  outboxId: id,
  from: env.email.from,
  replyTo: env.email.replyTo,
  to: letter.to,
  ...render(env, kind, letter),
})
