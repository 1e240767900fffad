import type { Visitor } from '../../kernel/context'
import type { Runtime } from '../../runtime/runtime'
import { readCookie, SESSION_COOKIE } from '../cookies'
import { clientNetwork } from './client-network'
import { negotiateLocale } from './negotiate-locale'

/** Who is asking, read from the headers alone, and each of them only when asked for: most requests need one. */
export function visitorOf(
  { ctx, hasOwnFront }: Pick<Runtime, 'ctx' | 'hasOwnFront'>,
  headers: Headers,
): Visitor {
  return {
    get network() {
      return clientNetwork(headers, ctx.env.trustedProxyHops, hasOwnFront)
    },
    get locale() {
      return negotiateLocale(headers)
    },
    get jwt() {
      return readCookie(headers.get('cookie'), SESSION_COOKIE)
    },
  }
}
