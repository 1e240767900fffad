import { isBareAddress } from './email-address'

const SENDER = /^(?:([^<>"\r\n]+) )?<([^<>\s]+)>$/
/** A control character, which could end a header. */
export const CONTROL = /\p{Cc}/u

/** A parsed sender: `Huntaze <noreply@huntaze.com>`, or the address alone (then `name` is empty). */
export type Sender = { name: string; address: string }

/** Parses a `From` header; undefined when it names no sender. */
export function parseSender(from: string): Sender | undefined {
  const [, name = '', address = from] = SENDER.exec(from) ?? []
  return isBareAddress(address) && !CONTROL.test(name) ? { name, address } : undefined
}
