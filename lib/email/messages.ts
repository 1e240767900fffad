import type { Context } from '../context'
import type { Queryable } from '../db/client'
import type { Env } from '../env'
import type { Locale } from '../i18n/locale'
import { VERIFICATION_HOURS } from '../token/lifetimes'
import { type Claim, enqueue, type Letter, type MessageKind } from './outbox'
import { renderCanaryEmail } from './templates/canary'
import { renderVerificationEmail } from './templates/verification'
import { renderWelcomeEmail } from './templates/welcome'
import type { OutgoingEmail } from './transport'

type Recipient = { id: number; email: string; name: string; locale: Locale }
type MailContext = Pick<Context, 'env' | 'now'>

const letterTo = (user: Recipient): Letter => ({ to: user.email, name: user.name, locale: user.locale })

/** The verification e-mail of specification 1.1 leaves with the transaction `tx`: never without it, never before. */
export const sendVerificationEmail = (
  ctx: MailContext,
  tx: Queryable,
  user: Recipient,
  token: string,
): Promise<void> =>
  enqueue(ctx, tx, { kind: 'verification', userId: user.id, letter: { ...letterTo(user), token } })

/** The welcome e-mail of specification 1.2, in the transaction that verified the address. */
export const sendWelcomeEmail = (ctx: MailContext, tx: Queryable, user: Recipient): Promise<void> =>
  enqueue(ctx, tx, { kind: 'welcome', userId: user.id, letter: letterTo(user) })

/**
 * Takes every message and reports it delivered, without harm to the sender's reputation, even from an account in the
 * sandbox (Amazon SES developer guide, "Using the mailbox simulator"; it allows a label after `+`).
 */
const SIMULATED_RECIPIENT = 'success+canary@simulator.amazonses.com'

/** A message to nobody: whether its delivery is reported tells whether mail arrives. */
export const enqueueCanary = (ctx: MailContext, tx: Queryable): Promise<void> =>
  enqueue(ctx, tx, {
    kind: 'canary',
    userId: null,
    letter: { to: SIMULATED_RECIPIENT, name: 'Canary', locale: 'en' },
  })

/** An address in the application, always under the configured origin. */
function appLink(env: Pick<Env, 'appUrl'>, path: string, query: Record<string, string> = {}): string {
  const url = new URL(path, env.appUrl)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}

function render(
  env: Env,
  kind: MessageKind,
  letter: Letter,
): Pick<OutgoingEmail, 'subject' | 'html' | 'text'> {
  const { name, locale, token } = letter
  if (kind === 'canary') return renderCanaryEmail()
  const head = { name, locale, answersAreRead: env.email.replyTo !== undefined }
  if (kind === 'welcome') {
    return renderWelcomeEmail({ ...head, dashboardUrl: appLink(env, '/dashboard') })
  }
  if (token === undefined) throw new Error('a verification message has no token')
  const link = appLink(env, '/auth/verify-email', { token })
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
