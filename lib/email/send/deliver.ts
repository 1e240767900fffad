import { spanAttribute } from '../../kernel/brand'
import type { MailContext } from '../../kernel/context'
import type { OutgoingEmail, Receipt } from '../../kernel/ports'
import { markFailed, type Traceable, traced, tracedPart } from '../../kernel/trace/trace'
import { settleWithinLease } from '../../queue/within-lease'
import { composeEmail } from '../letters/compose'
import { LETTERS } from '../letters/table'
import type { Claim } from '../outbox/claim'
import { openLetter } from '../outbox/sealed-letter'
import { type Settlement, settle } from '../outbox/settle'
import { type Bounced, settleBounce } from '../outbox/settle-bounce'
import { isSuppressed } from '../report/suppression'
import { isSendError, SendError } from '../transport/send-error'
import { MAX_ATTEMPTS, retryDelay } from './backoff'
import { sendingRemedy } from './remedies'
import { slowDown } from './throttle'

/**
 * Outcome of one attempt. `bounced`: the mail server refused the recipient. `lost`: the lease ran out meanwhile, and
 * another worker holds the message now.
 */
export type Delivery = 'sent' | 'retried' | 'dead' | 'bounced' | 'lost'

/** How a failed claim ends. */
type Failed = Extract<Settlement, { lastError: string }>
type Outcome = Settlement | Bounced<Failed>

/** Sends one claimed message and records how it ended, in a trace of its own that leads to the request behind it. */
export const deliver = (ctx: MailContext, claimed: Claim): Promise<Delivery> =>
  traced(
    () => ({
      name: 'send email_messages',
      kind: 'CONSUMER',
      isRoot: true,
      cause: claimed.traceparent,
      attributes: {
        'messaging.system': 'outbox',
        'messaging.operation.name': 'send',
        'messaging.operation.type': 'process',
        'messaging.destination.name': 'email_messages',
        'messaging.message.id': String(claimed.id),
        [spanAttribute('mail.kind')]: claimed.kind,
        [spanAttribute('mail.attempt')]: claimed.attempts,
      },
    }),
    (span) => deliverTraced(ctx, claimed, span),
  )

async function deliverTraced(ctx: MailContext, claimed: Claim, span?: Traceable): Promise<Delivery> {
  const outcome = await attempt(ctx, claimed)
  const settled = await settleWithinLease(ctx, claimed, () => settleAs(ctx, claimed, outcome))
  const { status } = settled ?? {}
  const delivery: Delivery = status === undefined ? 'lost' : status === 'queued' ? 'retried' : status
  reportDelivery(ctx, claimed, settled ?? outcome, delivery)
  span?.setAttribute(spanAttribute('mail.outcome'), delivery)
  if (span && outcome.status !== 'sent') markFailed(span, outcome.lastError)
  if (outcome.status !== 'sent') await slowDown(ctx, outcome.lastError, claimed.attempts)
  return delivery
}

function reportDelivery(ctx: MailContext, claimed: Claim, outcome: Outcome, delivery: Delivery): void {
  const code = outcome.status === 'sent' ? undefined : outcome.lastError
  // The page asks the person to correct a refused recipient, so the log needs no error.
  const detail = code && outcome.status !== 'bounced' ? sendingRemedy(code) : undefined
  const report = detail ? ctx.log.error : delivery === 'sent' ? ctx.log.info : ctx.log.warn
  report(`email_${delivery}`, {
    messageId: claimed.id,
    kind: claimed.kind,
    attempts: claimed.attempts,
    transport: ctx.mail.name,
    code,
    detail,
  })
}

/** Hands a message to the provider. */
const hand = ({ mail }: MailContext, email: OutgoingEmail): Promise<Receipt> =>
  tracedPart(
    () => ({ name: `hand to ${mail.name}`, kind: 'CLIENT' }),
    () => mail.send(email),
  )

async function attempt(ctx: MailContext, claimed: Claim): Promise<Outcome> {
  try {
    const letter = openLetter(ctx.env, claimed)
    // Asked right before sending: the address may have bounced while the message waited.
    if (LETTERS[claimed.kind].obeysSuppression && (await isSuppressed(ctx, letter.to)))
      return { status: 'dead', lastError: 'Suppressed' }
    const email = composeEmail(ctx.env, claimed, letter)
    return { status: 'sent', ...(await hand(ctx, email)) }
  } catch (error) {
    if (!isSendError(error)) ctx.log.error('email_failed', { messageId: claimed.id, error })
    return outcomeOf(claimed, isSendError(error) ? error : new SendError('UnexpectedError', false))
  }
}

function outcomeOf({ attempts }: Claim, refusal: SendError): Outcome {
  const { code, permanent, bounce, patience = MAX_ATTEMPTS } = refusal
  const isLast = attempts >= patience
  const endsBy = (lastError: string, isFinal: boolean): Failed =>
    isFinal
      ? { status: 'dead', lastError }
      : { status: 'queued', lastError, retryIn: retryDelay(attempts, Math.random()) }
  return bounce && (permanent || isLast)
    ? { status: 'bounced', lastError: code, bounce, unless: endsBy('RecipientsRefused', isLast) }
    : endsBy(code, permanent || isLast)
}

/** @returns how the claim ended; null: it was no longer ours */
async function settleAs(ctx: MailContext, claimed: Claim, outcome: Outcome): Promise<Outcome | null> {
  if (outcome.status === 'bounced') return settleBounce(ctx, claimed, outcome)
  return (await settle(ctx, claimed, outcome)) ? outcome : null
}
