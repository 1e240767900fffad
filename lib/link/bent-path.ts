import { readToken, WRAPPING } from './read-link'

/** Page of the mailed links. */
const PAGE = '/auth/verify-email'

/** The page's path as its start, then something that belongs to no word of a path: `?`, `&`, `=`, `>`, `;`, `.`… */
const BENT = /^\/+auth\/+verify-email(?![\w-])/

/** The path up to here, at least, where a reader cut it: many do at the hyphen. */
const CUT = '/auth/verify'

/** Times that a path may have been encoded once too often. */
const MAX_ENCODINGS = 3

function decoded(path: string): string {
  let text = path
  for (let round = 0; round < MAX_ENCODINGS && text.includes('%'); round += 1) {
    try {
      text = decodeURIComponent(text)
    } catch {
      return text
    }
  }
  return text
}

/**
 * The address that a mailed link had before a mail program, a gateway or a person's copying bent its path: `?` encoded or
 * turned into `&`, capitals, a bracket or a full stop, line breaks. Null where it is straight, or no link of ours. The
 * answer is made of our own path and 64 hexadecimal digits alone, so it leads to no other site.
 */
export function mendedPath(path: string, search: string): string | null {
  if (path === PAGE) return null
  const text = decoded(path).toLowerCase().replace(WRAPPING, '')
  if (text.startsWith(CUT) && PAGE.startsWith(text)) return `${PAGE}?token=${readToken(search) ?? ''}`
  if (!BENT.test(text)) return null
  const rest = text.replace(BENT, '')
  const token = readToken(`?${rest}&${search.slice(1)}`)
  // A path below the page's, and no link: nobody's page.
  if (token === null && rest.length > 1 && rest.startsWith('/')) return null
  return `${PAGE}?token=${token ?? ''}`
}
