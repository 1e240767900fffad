import { isIP } from 'node:net'

/** Names that lead nowhere but into the network of this server. */
const INNER_NAME = /(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/i

/** Whether a host name is one of a private network. */
export const isInnerName = (host: string): boolean => INNER_NAME.test(host)

/** The address in a URL's host, without the brackets of IPv6; undefined for a name. */
export function addressIn(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return isIP(bare) === 0 ? undefined : bare
}

/** Whether a URL's host is a name outside of private networks. An address in place of a name is none. */
export const isOuterName = (hostname: string): boolean =>
  addressIn(hostname) === undefined && !isInnerName(hostname)
