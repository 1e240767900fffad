import { LINK_PATHS } from '../purposes'
import { readToken, WRAPPING } from './read-link'

/**
 * A page of mailed links. `bent`: its path, followed by a character that continues no word of a path: `?`, `&`, `=`, `>`,
 * `;`, `.`… `cut`: the shortest start of the path that counts as cut; many mail programs cut at the hyphen.
 */
type LinkPage = { page: string; bent: RegExp; cut: string }

const pageOf = (page: string): LinkPage => ({
  page,
  bent: new RegExp(`^/+${page.slice(1).replaceAll('/', '/+')}(?![\\w-])`),
  cut: page.split('-', 1)[0] ?? page,
})

const PAGES = LINK_PATHS.map(pageOf)

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
 * holds only a path of ours and 64 hexadecimal digits, so it leads to no other site.
 */
export function mendedPath(path: string, search: string): string | null {
  if (LINK_PATHS.includes(path)) return null
  const text = decoded(path).toLowerCase().replace(WRAPPING, '')
  const cut = PAGES.find((each) => text.startsWith(each.cut) && each.page.startsWith(text))
  if (cut) return linkTo(cut, readToken(search))
  const bent = PAGES.find((each) => each.bent.test(text))
  if (!bent) return null
  const rest = text.replace(bent.bent, '')
  const token = readToken(`?${rest}&${search.slice(1)}`)
  // A path below the page's, without a token: no link of ours.
  if (token === null && rest.length > 1 && rest.startsWith('/')) return null
  return linkTo(bent, token)
}

const linkTo = ({ page }: LinkPage, token: string | null): string => `${page}?token=${token ?? ''}`
