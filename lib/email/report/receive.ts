import type { CoreContext } from '../../kernel/context'
import { recordMailEvent } from './record'
import { parseSesEvent } from './ses-event'
import { type FetchCertificate, fetchCertificate } from './sns/certificate'
import type { Get } from './sns/get'
import { parseSnsMessage, type SnsMessage } from './sns/message'
import { confirmSubscription } from './sns/subscription'
import { verifySnsMessage } from './sns/verify'

/** Outgoing requests of this process while it receives a report; a test hands in its own, and needs no Amazon. */
type ReportChannel = { fetchCertificate: FetchCertificate; get?: Get }

/**
 * Outcome of a message from the provider. `refused`: not the provider's, or not ours. `unavailable`: it could not be
 * checked now and should come again. `unknown`: believed, but not understood; it is counted in the log.
 */
export type ReportOutcome = 'recorded' | 'confirmed' | 'unknown' | 'refused' | 'unavailable'

/** Receives one Amazon SNS message: verified first, then acted on; delivered twice it acts once. */
export async function receiveReport(
  ctx: CoreContext,
  body: string,
  channel: ReportChannel = { fetchCertificate },
): Promise<ReportOutcome> {
  const message = parseSnsMessage(body)
  if (!message) return 'refused'
  const verdict = await verifySnsMessage(message, {
    fetchCertificate: channel.fetchCertificate,
    topicArns: ctx.env.email.topicArns,
    now: ctx.now,
  })
  if (!verdict.ok) {
    ctx.log.warn('report_refused', { code: verdict.reason, error: verdict.cause })
    return verdict.reason === 'certificate_unavailable' ? 'unavailable' : 'refused'
  }
  return act(ctx, message, channel)
}

async function act(ctx: CoreContext, message: SnsMessage, { get }: ReportChannel): Promise<ReportOutcome> {
  if (message.Type === 'Notification') return record(ctx, parseSesEvent(message))
  if (message.Type === 'UnsubscribeConfirmation') {
    ctx.log.error('reports_unsubscribed', { detail: 'a topic no longer reports here: subscribe it again' })
    return 'unknown'
  }
  const isConfirmed = await confirmSubscription(message, { get })
  ctx.log.info('reports_subscribed', { code: isConfirmed ? 'confirmed' : 'refused' })
  return isConfirmed ? 'confirmed' : 'refused'
}

async function record(ctx: CoreContext, events: ReturnType<typeof parseSesEvent>): Promise<ReportOutcome> {
  if (events === null) {
    ctx.log.warn('report_unknown')
    return 'unknown'
  }
  for (const event of events) await recordMailEvent(ctx, event)
  return 'recorded'
}
