import { setTimeout as sleep } from 'node:timers/promises'
import { isUnavailable } from '../../db/errors'
import { SECOND, shift } from '../../kernel/clock'
import type { MailContext } from '../../kernel/context'
import { composeEmail } from '../letters/compose'
import { LETTERS } from '../letters/table'
import type { Claim } from '../outbox/claim'
import { openLetter } from '../outbox/sealed-letter'
import { type Settlement, settle } from '../outbox/settle'
import { isSuppressed } from '../report/suppression'
import { isSendError } from '../transport/send-error'
import { MAX_ATTEMPTS, retryDelay } from './backoff'
import { sendingRemedy } from './remedies'
import { slowDown } from './throttle'

/** Outcome of one attempt. `lost`: the lease ran out meanwhile, and another worker holds the message now. */
export type Delivery = 'sent' | 'retried' | 'dead' | 'lost'

/** Sends one claimed message and records how it ended. */
export async function deliver(ctx: MailContext, claimed: Claim): Promise<Delivery> {
  const outcome = await attempt(ctx, claimed)
  const isOurs = await settleWithinLease(ctx, claimed, outcome)
  const delivery: Delivery = !isOurs ? 'lost' : outcome.status === 'queued' ? 'retried' : outcome.status
  reportDelivery(ctx, claimed, outcome, delivery)
  if (outcome.status !== 'sent') await slowDown(ctx, outcome.lastError, claimed.attempts)
  return delivery
}

function reportDelivery(ctx: MailContext, claimed: Claim, outcome: Settlement, delivery: Delivery): void {
  const code = outcome.status === 'sent' ? undefined : outcome.lastError
  const detail = code && sendingRemedy(code)
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

async function attempt(ctx: MailContext, claimed: Claim): Promise<Settlement> {
  try {
    const letter = openLetter(ctx.env, claimed)
    // Asked right before sending: the address may have bounced while the message waited.
    if (LETTERS[claimed.kind].obeysSuppression && (await isSuppressed(ctx, letter.to)))
      return { status: 'dead', lastError: 'Suppressed' }
    return { status: 'sent', ...(await ctx.mail.send(composeEmail(ctx.env, claimed, letter))) }
  } catch (error) {
    const { code, permanent } = isSendError(error) ? error : { code: 'UnexpectedError', permanent: false }
    if (!isSendError(error)) ctx.log.error('email_failed', { messageId: claimed.id, error })
    return permanent || claimed.attempts >= MAX_ATTEMPTS
      ? { status: 'dead', lastError: code }
      : {
          status: 'queued',
          lastError: code,
          dueAt: shift(ctx.now(), retryDelay(claimed.attempts, Math.random())),
        }
  }
}

/**
 * A provider took the message, but the database is away: recording it is tried until the lease ends, because a
 * message that is not recorded as sent is sent again.
 */
async function settleWithinLease(ctx: MailContext, claimed: Claim, outcome: Settlement): Promise<boolean> {
  for (;;) {
    try {
      return await settle(ctx, claimed, outcome)
    } catch (error) {
      if (!isUnavailable(error) || ctx.now() >= claimed.leaseEnds) throw error
      await sleep(SECOND)
    }
  }
}
