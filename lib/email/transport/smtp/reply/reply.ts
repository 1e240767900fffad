import { type Phase, REPLIES, type ReplyClass } from './table'

/**
 * A server's refusal. `cause`: its enhanced status without the first digit (RFC 3463: `1.1` of 5.1.1 and of 4.1.1), empty
 * where it gives none. `text`: all its lines in one, in lower case, without accents, addresses and names of hosts: a
 * person may be called `spam@`.
 */
type Reply = { phase: Phase; code: number; cause: string; text: string }

/** Each line repeats the code, and mostly the status (RFC 2034). Some servers write `#5.1.0` or `[5.1.1]`. */
const PREFIX = /^(\d{3})[ -]?(?:[#[(]*[245]\.(\d{1,3}\.\d{1,3})\b[\])]*)?[ :]*/

/**
 * Characters read of a reply; a line of SMTP has at most 512 (RFC 5321, section 4.5.3.1.5). The search for words takes time in
 * the square of the length, and any domain's server can write the reply that a report quotes.
 */
const LONGEST = 2_000

const NAMES = /<[^>]*>|https?:\S+|\S+@\S+|[\w-]+(?:\.[\w-]+)+/g

/** Reads a reply as the server wrote it, of one line or several. */
export function parseReply(phase: Phase, whole: string): Reply {
  const response = whole.slice(0, LONGEST)
  const [, code = '0', cause = ''] = PREFIX.exec(response) ?? []
  const lines = response.split(/\r?\n/).map((line) => line.replace(PREFIX, '').trim())
  const plain = lines.join(' ').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const text = plain.replace(NAMES, '').replace(/ +/g, ' ').trim()
  return { phase, code: Number(code), cause, text }
}

/** The class of a reply: that of the first row that fits. A reply that fits no row is `unknown`, and final for nobody. */
export function classify(reply: Reply): ReplyClass {
  const row = REPLIES.find(
    ({ at, code, cause, text }) =>
      at.includes(reply.phase) &&
      (!code || code.test(String(reply.code))) &&
      (!cause || cause.test(reply.cause)) &&
      (!text || text.test(reply.text)),
  )
  return row?.class ?? 'unknown'
}
