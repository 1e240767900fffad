import type { KeySigns } from '../../kernel/context'
import { readCookie } from '../cookies'
import { BOUND_COOKIE } from '../response/bound-cookie'

/** Where a navigation began, if not here: browsers renew no bound cookie for it. */
const ELSEWHERE = new Set(['cross-site', 'same-site'])

/** The signs of a session's key in the headers of a request. Each is read when it is asked for: most sessions have no key. */
export const keySignsOf = (headers: Pick<Headers, 'get'>, method: string): KeySigns => ({
  get cookie() {
    return readCookie(headers.get('cookie'), BOUND_COOKIE)
  },
  get couldNotRenew() {
    return headers.get('secure-session-skipped') !== null
  },
  get isArrival() {
    return (
      method === 'GET' &&
      headers.get('sec-fetch-mode') === 'navigate' &&
      ELSEWHERE.has(headers.get('sec-fetch-site') ?? '')
    )
  },
})
