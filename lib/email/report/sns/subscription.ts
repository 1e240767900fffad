import { boundedGet, type Get } from './get'
import type { SnsConfirmation } from './message'
import { pinnedUrl } from './pinned-url'

const PARAMETERS = 'Action,Token,TopicArn'

/** Address that confirms a subscription: on the SNS host of the topic's region, for this very topic, and nothing else. */
function confirmationUrl({ SubscribeURL, TopicArn, Token }: SnsConfirmation): URL | undefined {
  const url = pinnedUrl(SubscribeURL, TopicArn)
  if (url?.pathname !== '/') return undefined
  const { searchParams: given } = url
  const ours =
    [...given.keys()].sort().join() === PARAMETERS &&
    given.get('Action') === 'ConfirmSubscription' &&
    given.get('TopicArn') === TopicArn &&
    given.get('Token') === Token
  return ours ? url : undefined
}

/**
 * Confirms that this endpoint wants a topic's messages. Only for a message that `verifySnsMessage` believed. The address in an `UnsubscribeConfirmation` would subscribe again against somebody's will: it is not visited.
 * @returns false when there is nothing to confirm here: another kind of message, or an address elsewhere
 * @throws the errors of `get`: they pass, so the service should be asked to come again (503)
 */
export async function confirmSubscription(
  message: SnsConfirmation,
  { get = boundedGet }: { get?: Get } = {},
): Promise<boolean> {
  const url = message.Type === 'SubscriptionConfirmation' ? confirmationUrl(message) : undefined
  if (!url) return false
  await get(url)
  return true
}
