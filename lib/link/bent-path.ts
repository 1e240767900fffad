import { readToken, WRAPPING } from './read-link'

/** Page of the mailed links. */
const PAGE = '/auth/verify-email'

/** The page's path, followed by a character that no longer word of a path would have: `?`, `&`, `=`, `>`, `;`, `.`… */
const BENT = /^\/+auth\/+verify-email(?![\w-])/

/** Shortest start of the path that counts as cut; many mail programs cut at the hyphen. */
const CUT = '/auth/verify'

/** How often a path is decoded at most. */
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
 * turned into `&`, capitals, a bracket or a full stop, line breaks. Null where the path is intact, or not ours. The result
 * holds only our own path and 64 hexadecimal digits, so it leads to no other site.
 */
export function mendedPath(path: string, search: string): string | null {
  if (path === PAGE) return null
  const text = decoded(path).toLowerCase().replace(WRAPPING, '')
  if (text.startsWith(CUT) && PAGE.startsWith(text)) return `${PAGE}?token=${readToken(search) ?? ''}`
  if (!BENT.test(text)) return null
  const rest = text.replace(BENT, '')
  const token = readToken(`?${rest}&${search.slice(1)}`)
  // A path below the page's, without a token: no link of ours.
  if (token === null && rest.length > 1 && rest.startsWith('/')) return null
  return `${PAGE}?token=${token ?? ''}`
}
