/** A query as Next.js hands it to a page: names and values decoded once. */
type Query = Record<string, string | string[] | undefined>

/** Line breaks and spaces of a wrapped line, the `=` that quoted-printable ends one with, marks nobody sees. */
const WRAPPING = /=?[\r\n]+|\s|\p{Default_Ignorable_Code_Point}/gu

/**
 * `token=` and 64 hexadecimal digits, alone or inside what a program made of the link: `amp;token=` (HTML that was not
 * read), `token%3D` (encoded once more), `token==`, `token=3D` (quoted-printable that was not read, RFC 2045 6.7).
 */
const TOKEN = /(?<![a-z0-9_-])token(?:=|%3d)+(?:3d)?([0-9a-f]{64})(?![0-9a-f])/g

const tokensIn = (text: string): Set<string> =>
  new Set(Array.from(text.matchAll(TOKEN), ([, token = '']) => token))

/**
 * The token of a mailed link, also where a mail program, a gateway or a person's copying has bent the link: encoded it
 * again, wrapped it, changed its case, left a bracket or a full stop behind it, added parameters. Null when there is
 * none, or more than one: nobody could say then which was meant. It takes all 64 digits, so nothing is guessed.
 */
export function readLink(query: Query): string | null {
  const text = Object.entries(query)
    .flatMap(([name, values]) => [values ?? []].flat().map((value) => `${name}=${value}`))
    .join('&')
    .toLowerCase()
  const whole = tokensIn(text)
  const tokens = whole.size > 0 ? whole : tokensIn(text.replace(WRAPPING, ''))
  const [token] = tokens
  return token !== undefined && tokens.size === 1 ? token : null
}
