import type { CoreContext } from '../../kernel/context'
import { findLink, type LinkState } from '../find'
import { mentionsToken, readLink } from '../mend/read-link'
import type { LinkPurpose } from '../purposes'

type Query = Parameters<typeof readLink>[0]

/** A link as its page finds it. `none`: the page's address has nothing like a link in it. */
export type InspectedLink =
  | { start: 'valid'; token: string; link: Extract<LinkState, { state: 'valid' | 'expired' }> }
  | { start: 'expired' | 'used' | 'invalid' | 'none'; token: string; link?: undefined }

/** Reads the link in the address of its page, mends it where it is bent, and changes nothing. */
export async function inspectAddress(
  ctx: CoreContext,
  purpose: LinkPurpose,
  query: Query,
): Promise<InspectedLink> {
  const token = readLink(query)
  if (token === null) return { start: mentionsToken(query) ? 'invalid' : 'none', token: '' }
  const link = await findLink(ctx, purpose, token)
  if (link.state === 'valid') return { start: 'valid', token, link }
  return { start: link.state === 'unknown' ? 'invalid' : link.state, token }
}
