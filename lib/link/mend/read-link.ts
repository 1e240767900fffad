import { UNSEEN } from '../../kernel/text/unseen'

/** A query as Next.js hands it to a page: names and values decoded once. */
type Query = Record<string, string | string[] | undefined>

/** Line breaks and spaces of a wrapped line, the `=` at the end of a quoted-printable line, invisible characters. */
export const WRAPPING = new RegExp(String.raw`=?[\r\n]+|[\s${UNSEEN}]`, 'gu')

/**
 * `token=` and 64 hexadecimal digits, also as programs distort it: `amp;token=` (undecoded HTML), `token%3D` (encoded
 * twice), `token==`, `token=3D` (undecoded quoted-printable, RFC 2045 6.7).
 */
const TOKEN = /(?<![a-z0-9_-])token(?:=|%3d)+(?:3d)?([0-9a-f]{64})(?![0-9a-f])/g

const tokensIn = (text: string): Set<string> =>
  new Set(Array.from(text.matchAll(TOKEN), ([, token = '']) => token))

const textOf = (query: Query): string =>
  Object.entries(query)
    .flatMap(([name, values]) => [values ?? []].flat().map((value) => `${name}=${value}`))
    .join('&')

/** Whether an address looks as if it had a token, whole or not. */
export const mentionsToken = (query: Query): boolean => /token/i.test(textOf(query))

/** The token in the text of an address, in any case; null when there is none, or more than one. */
export function readToken(text: string): string | null {
  const address = text.toLowerCase()
  const whole = tokensIn(address)
  const tokens = whole.size > 0 ? whole : tokensIn(address.replace(WRAPPING, ''))
  const [token] = tokens
  return token !== undefined && tokens.size === 1 ? token : null
}

/**
 * The token of a mailed link, also of one that a mail program, a gateway or a person's copying has distorted: encoded
 * twice, wrapped, in another case, with a bracket or a full stop at its end, with more parameters. Null when there is
 * no token, or more than one. All 64 digits must be there, so nothing is guessed.
 */
export const readLink = (query: Query): string | null => readToken(textOf(query))
