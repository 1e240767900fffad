/** RFC 5321, section 4.5.3.1, octets. */
const MAX_ADDRESS = 254
const MAX_LOCAL_PART = 64

/** RFC 5322 dot-atom, never a quoted string; then two or more host-name labels (RFC 1123), never an IP literal. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/i

const SENDER = /^(?:([^<>"\r\n]+) )?<([^<>\s]+)>$/
export const CONTROL = /\p{Cc}/u

/** True for exactly one bare ASCII address: nothing in it can end a header, add a recipient or name a route. */
export function isBareAddress(address: string): boolean {
  const at = address.lastIndexOf('@')
  return (
    address.length <= MAX_ADDRESS &&
    at <= MAX_LOCAL_PART &&
    LOCAL_PART.test(address.slice(0, Math.max(at, 0))) &&
    DOMAIN.test(address.slice(at + 1))
  )
}

/** A sender taken apart: `Huntaze <noreply@huntaze.com>`, or the address alone (then `name` is empty). */
export type Sender = { name: string; address: string }

/** The sender of a `From` header; undefined when it is none. */
export function parseSender(from: string): Sender | undefined {
  const [, name = '', address = from] = SENDER.exec(from) ?? []
  return isBareAddress(address) && !CONTROL.test(name) ? { name, address } : undefined
}
