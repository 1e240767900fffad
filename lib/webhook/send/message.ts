import { USER_AGENT } from '../../kernel/brand'
import type { CoreContext } from '../../kernel/context'
import { activeTraceparent } from '../../kernel/trace/trace'
import type { Endpoint } from '../endpoint/endpoint'
import { openSecret, signedHeaders } from '../secret'
import type { ClaimedDelivery } from './claim'

/** A request to a receiver. */
export type Message = { headers: Record<string, string>; body: string }

/** The body: the same at every try, to the byte. It names the person by the subject alone. */
const bodyOf = ({ subject, event: { name, type, session, at } }: ClaimedDelivery): string =>
  JSON.stringify({
    id: name,
    type,
    timestamp: new Date(at).toISOString(),
    data: { user: subject, ...(session !== null && { session }) },
  })

/** Secrets that sign now, the newest first. */
function secretsOf({ env, now }: CoreContext, endpoint: Endpoint): string[] {
  const { url, secret, previousSecret, previousUntil } = endpoint
  const isRotating = previousSecret !== null && previousUntil !== null && now() < previousUntil
  return [secret, ...(isRotating ? [previousSecret] : [])].map((sealed) => openSecret(env, url, sealed))
}

/**
 * Composes and signs a message.
 * @throws Error when the secret cannot be opened
 */
export function composeMessage(ctx: CoreContext, endpoint: Endpoint, claimed: ClaimedDelivery): Message {
  const body = bodyOf(claimed)
  const at = Math.floor(ctx.now().getTime() / 1000)
  const traceparent = activeTraceparent()
  const signed = signedHeaders(secretsOf(ctx, endpoint), { id: claimed.event.name, at, body })
  return {
    body,
    headers: {
      ...signed,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': USER_AGENT,
      ...(traceparent !== null && { traceparent }),
    },
  }
}
