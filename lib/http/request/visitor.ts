import type { Visitor } from '../../kernel/context'
import type { Runtime } from '../../runtime/runtime'
import { readCookie, SESSION_COOKIE } from '../cookies'
import { clientNetwork } from './client-network'
import { keySignsOf } from './key-signs'
import { negotiateLocale } from './negotiate-locale'

/** The client of a request, from its headers. Each property is read when it is asked for: most requests need one. */
export function visitorOf(
  { ctx, hasOwnFront }: Pick<Runtime, 'ctx' | 'hasOwnFront'>,
  headers: Pick<Headers, 'get'>,
  method = 'GET',
): Visitor {
  return {
    keySigns: keySignsOf(headers, method),
    get network() {
      return clientNetwork(headers, ctx.env.trustedProxyHops, hasOwnFront)
    },
    get locale() {
      return negotiateLocale(headers)
    },
    get jwt() {
      return readCookie(headers.get('cookie'), SESSION_COOKIE)
    },
    get userAgent() {
      return headers.get('user-agent')
    },
  }
}
