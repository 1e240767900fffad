import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND, shift } from '../clock'
import type { Context } from '../context'
import { isUnavailable } from '../db/client'
import { MAX_ATTEMPTS, retryDelay } from './backoff'
import { composeEmail } from './messages'
import { type Claim, openLetter, type Settlement, settle } from './outbox'
import { SendError } from './transport'

type DeliveryContext = Pick<Context, 'db' | 'env' | 'now' | 'mail' | 'log'>

/** How one attempt ended. `lost`: the lease ran out meanwhile, and another worker answers for the message now. */
export type Delivery = 'sent' | 'retried' | 'dead' | 'lost'

/** Sends one claimed message and records how it ended. */
export async function deliver(ctx: DeliveryContext, claimed: Claim): Promise<Delivery> {
  const outcome = await attempt(ctx, claimed)
  const isOurs = await settleWithinLease(ctx, claimed, outcome)
  const delivery: Delivery = !isOurs ? 'lost' : outcome.status === 'queued' ? 'retried' : outcome.status
  const report = delivery === 'sent' ? ctx.log.info : ctx.log.warn
  report(`email_${delivery}`, {
    messageId: claimed.id,
    kind: claimed.kind,
    attempts: claimed.attempts,
    transport: ctx.mail.name,
    code: outcome.status === 'sent' ? undefined : outcome.lastError,
  })
  return delivery
}

async function attempt(ctx: DeliveryContext, claimed: Claim): Promise<Settlement> {
  try {
    const receipt = await ctx.mail.send(composeEmail(ctx.env, claimed.kind, openLetter(ctx.env, claimed)))
    return { status: 'sent', providerMessageId: receipt.providerMessageId }
  } catch (error) {
    const { code, permanent } =
      error instanceof SendError ? error : { code: 'UnexpectedError', permanent: false }
    if (!(error instanceof SendError)) ctx.log.error('email_failed', { messageId: claimed.id, error })
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
async function settleWithinLease(
  ctx: DeliveryContext,
  claimed: Claim,
  outcome: Settlement,
): Promise<boolean> {
  for (;;) {
    try {
      return await settle(ctx, claimed, outcome)
    } catch (error) {
      if (!isUnavailable(error) || ctx.now() >= claimed.leaseEnds) throw error
      await sleep(SECOND)
    }
  }
}
