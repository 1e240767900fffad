import { bareValue, type Fields, typedValue } from './fields'

/**
 * The reason that a report gives for one recipient. `reply`: as a server would have answered, `550 5.1.1 text`; its words may be
 * all there is. `isTemporary`: by its code, the failure is one of time.
 */
export type Reason = { reply: string; isTemporary: boolean }

const REPLY = /^[245]\d\d(?=[ -])/
/** A reply as the text part quotes it: after a space, a bracket or a colon, up to an empty line. */
const QUOTED =
  /(?:^|[\s:(])([245]\d\d[ -](?:[245]\.\d{1,3}\.\d{1,3}\b|[A-Za-z<])[^\n]*(?:\n(?![ \t]*\n)[^\n]+){0,3})/
/** Of a class, and more exact than `x.0.0`. */
const EXACT_STATUS = /^[245]\.(?!0\.0$)\d{1,3}\.\d{1,3}$/
/** Statuses of a message that waited too long (RFC 3463: delivery time expired). */
const EXPIRED = /^[45]\.4\.7$/

/** Words of a message that waited too long, where a server gives no status for it: Exim. */
const EXPIRED_WORDS = /retry timeout exceeded/i

/** Characters of the text part that are read after the recipient's address. */
const NEAR = 2_000

/** The text part from the recipient's address on; all of it where it does not name the recipient. */
function nearRecipient(text: string, fields: Fields): string {
  const { value } = typedValue(fields, 'final-recipient')
  const at = value === '' ? -1 : text.toLowerCase().indexOf(value.toLowerCase())
  return at < 0 ? text.slice(0, NEAR) : text.slice(at + value.length, at + value.length + NEAR)
}

/** Words of the server itself, in the line of the address or the next one: `jean@…: Domain does not exist`. */
const wordsIn = (near: string): string =>
  near
    .replace(/^[>)]*[ \t]*:?/, '')
    .trimStart()
    .split('\n\n', 1)
    .join('')
    .replace(/^[<>. ]+/, '')
    .slice(0, 500)

const isTemporary = (reply: string, status: string): boolean =>
  reply.startsWith('4') || status.startsWith('4') || EXPIRED.test(status) || EXPIRED_WORDS.test(reply)

/**
 * The reason for one recipient: the server's reply in `Diagnostic-Code`, else the status unless it says nothing, else the reply
 * that the text quotes. Servers agree on none of the three.
 */
export function reasonOf(fields: Fields, text: string): Reason {
  const status = bareValue(fields, 'status')
  const diagnostic = typedValue(fields, 'diagnostic-code').value
  if (REPLY.test(diagnostic)) return { reply: diagnostic, isTemporary: isTemporary(diagnostic, status) }
  const near = nearRecipient(text, fields)
  const words = diagnostic.replace(/^\d+$/, '') || wordsIn(near)
  if (EXACT_STATUS.test(status))
    return { reply: `${status[0]}50 ${status} ${words}`, isTemporary: isTemporary(status, status) }
  const [, quoted] = QUOTED.exec(near) ?? []
  if (quoted) return { reply: quoted, isTemporary: isTemporary(quoted, status) }
  return { reply: `${status[0] ?? '5'}50 ${words}`, isTemporary: isTemporary(words, status) }
}
