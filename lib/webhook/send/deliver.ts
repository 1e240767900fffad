import { spanAttribute } from '../../kernel/brand'
import { HOUR, SECOND } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { markFailed, type Traceable, traced } from '../../kernel/trace/trace'
import { backoffDelay } from '../../queue/backoff'
import { settleWithinLease } from '../../queue/within-lease'
import type { Endpoint } from '../endpoint/endpoint'
import type { ClaimedDelivery } from './claim'
import { composeMessage } from './message'
import type { Answer, Post } from './post'
import { type Outcome, settleDelivery } from './settle'

/** 5 s, 20 s, 80 s … 6 hours: some sixteen tries in three days. */
const DELAYS = { first: 5 * SECOND, longest: 6 * HOUR, factor: 4 }

/** "Gone" (RFC 9110 15.5.11): the receiver wants nothing any more. */
const GONE = 410

/** Outcome of one try. `lost`: the lease ran out meanwhile, or the endpoint was removed. */
export type Delivery = 'sent' | 'retried' | 'dead' | 'lost'

/** The last try is at the end of three days, whatever the delay. */
function outcomeOf({ tries, patience }: ClaimedDelivery, answer: Answer): Outcome {
  if ('status' in answer && answer.status >= 200 && answer.status < 300)
    return { status: 'sent', lastStatus: answer.status }
  const lastStatus = 'status' in answer ? answer.status : null
  const lastError = 'status' in answer ? `HTTP_${answer.status}` : answer.code
  if (lastStatus === GONE) return { status: 'dead', lastStatus, lastError, isGone: true }
  if (patience <= 0) return { status: 'dead', lastStatus, lastError }
  const retryIn = Math.min(patience, backoffDelay(DELAYS, tries))
  return { status: 'queued', lastStatus, lastError, retryIn }
}

async function attempt(
  ctx: CoreContext,
  { endpoint, claimed, post }: { endpoint: Endpoint; claimed: ClaimedDelivery; post: Post },
): Promise<Answer> {
  try {
    return await post(endpoint.url, composeMessage(ctx, endpoint, claimed))
  } catch (error) {
    ctx.log.error('webhook_failed', { endpointId: endpoint.id, error })
    return { code: 'SECRET_CANNOT_BE_OPENED' }
  }
}

type Given = { endpoint: Endpoint; claimed: ClaimedDelivery; post: Post }

/** Sends one claimed event to its endpoint and records how it ended, in a trace that the receiver can go on with. */
export const deliverEvent = (ctx: CoreContext, given: Given): Promise<Delivery> =>
  traced(
    () => ({
      name: 'POST webhook',
      kind: 'CLIENT',
      isRoot: true,
      attributes: {
        'http.request.method': 'POST',
        ...(given.claimed.tries > 1 && { 'http.request.resend_count': given.claimed.tries - 1 }),
        [spanAttribute('webhook.endpoint')]: given.endpoint.id,
        [spanAttribute('webhook.event')]: given.claimed.event.type,
      },
    }),
    (span) => deliverTraced(ctx, given, span),
  )

async function deliverTraced(ctx: CoreContext, given: Given, span?: Traceable): Promise<Delivery> {
  const { claimed } = given
  const outcome = outcomeOf(claimed, await attempt(ctx, given))
  if (outcome.lastStatus !== null) span?.setAttribute('http.response.status_code', outcome.lastStatus)
  if (span && outcome.status !== 'sent') markFailed(span, outcome.lastError)
  const isOurs = await settleWithinLease(ctx, claimed, () => settleDelivery(ctx, claimed, outcome))
  const delivery = !isOurs ? 'lost' : outcome.status === 'queued' ? 'retried' : outcome.status
  const report = delivery === 'sent' ? ctx.log.info : ctx.log.warn
  report(`webhook_${delivery}`, {
    kind: claimed.event.type,
    endpointId: claimed.endpointId,
    attempts: claimed.tries,
    code: outcome.status === 'sent' ? undefined : outcome.lastError,
  })
  return delivery
}
