import { isIP, isIPv4 } from 'node:net'
import { PEER_HEADER } from '../internal-headers'

/** Requests whose origin cannot be told share one budget. */
const UNKNOWN = 'unknown'

/** The eight groups of an IPv6 address, `::` written out. */
function groups(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array<string>(missing).fill('0'), ...right]
}

/** An IPv4 address, or the /64 of an IPv6 one: what one subscriber gets, so counting single addresses counts nothing. */
function networkOf(address: string): string {
  const bare = address
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare
  const withoutPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(mapped)?.[1] ?? mapped
  if (isIPv4(withoutPort)) return withoutPort
  if (isIP(withoutPort) !== 6) return UNKNOWN
  const prefix = groups(withoutPort.toLowerCase()).slice(0, 4)
  return `${prefix.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

/**
 * The network a request came from. With `hops` trusted proxies it is the entry that the outermost of them wrote into
 * `X-Forwarded-For`, counted from the right: what a client wrote itself stands further left and is never read.
 * @param trustPeerHeader whether our own server stands in front, and so wrote `PEER_HEADER`
 */
export function clientNetwork(headers: Pick<Headers, 'get'>, hops: number, trustPeerHeader: boolean): string {
  const peer = trustPeerHeader ? headers.get(PEER_HEADER) : null
  const forwarded = (headers.get('x-forwarded-for') ?? '').split(',').filter((entry) => entry.trim() !== '')
  const address = hops === 0 ? peer : (forwarded.at(-hops) ?? peer)
  return address === null ? UNKNOWN : networkOf(address)
}
