import type { Env } from '../kernel/env/env'
import { addressIn, isInnerName } from '../kernel/network/inner-name'
import { isLoopback } from '../kernel/network/loopback'
import { isPublicAddress } from '../kernel/network/public-address'

/** Longest address of an endpoint. */
const MAX_LENGTH = 2048

/** A reason against an address, in the words of a command's answer. */
type AddressFault = string

type Policy = Pick<Env, 'webhooks'>

/** Whether a host leads nowhere but into a private network by its name alone. The look-up at each connection checks the rest. */
const isInner = (hostname: string): boolean => {
  const address = addressIn(hostname)
  return address === undefined ? isInnerName(hostname) : !isPublicAddress(address)
}

/** Reads the address of an endpoint. Plain http is for this machine alone; private addresses need `WEBHOOK_ALLOW_PRIVATE`. */
export function readAddress({ webhooks }: Policy, text: string): { url: URL } | { fault: AddressFault } {
  if (text.length > MAX_LENGTH || !URL.canParse(text))
    return { fault: 'give an address like https://example.com/events' }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return { fault: 'the address must not have a name or a password before its host' }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    return { fault: 'the address must begin with https:// (http:// for this machine alone)' }
  if (!webhooks.allowPrivate && isInner(url.hostname))
    return { fault: 'the address leads into a private network: set WEBHOOK_ALLOW_PRIVATE=1 if that is meant' }
  url.hash = ''
  return { url }
}
