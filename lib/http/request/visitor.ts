import type { CoreContext, Visitor } from '../../kernel/context'
import { runtime } from '../../runtime/runtime'
import { readCookie, SESSION_COOKIE } from '../cookies'
import { clientNetwork } from './client-network'
import { negotiateLocale } from './negotiate-locale'

/** Who is asking, read from the headers alone, and each of them only when asked for: most requests need one. */
export function visitorOf({ env }: CoreContext, headers: Headers): Visitor {
  return {
    get network() {
      return clientNetwork(headers, env.trustedProxyHops, runtime().hasOwnFront)
    },
    get locale() {
      return negotiateLocale(headers)
    },
    get jwt() {
      return readCookie(headers.get('cookie'), SESSION_COOKIE)
    },
  }
}
