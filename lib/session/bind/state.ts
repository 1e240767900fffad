import type { CoreContext, KeySigns } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { isBoundCookie } from './cookie'

/** The key of a session, as its row has it. */
export type SessionKey = { dbscId: string; registeredAt: Date }

/** The row of the session. `unbound`: it has no key, or bindings are switched off. `new`: registered ten seconds ago at most. */
type Row = 'unbound' | 'new' | 'bound'
/** The short cookie. `none`: missing, over, forged, or of another binding. */
type Cookie = 'valid' | 'none'
/** The browser's word. `arrives`: another site began the navigation; `skipped`: it could not renew the cookie; `silent`: nothing. */
type Browser = 'silent' | 'arrives' | 'skipped'

/** `bounce`: a page comes again from this site, so that the browser renews the cookie. `unavailable`: try again later. */
export type Verdict = 'let_in' | 'refuse' | 'bounce' | 'unavailable'

type Case = { row?: Row; cookie?: Cookie; browser?: Browser; verdict: Verdict }

/** The state table of requests with a session: the first line that fits decides. A column that a line leaves out fits anything. */
export const REQUESTS: readonly Case[] = [
  { row: 'unbound', verdict: 'let_in' },
  { row: 'bound', cookie: 'valid', verdict: 'let_in' },
  // The browser sends its next request beside the registration, and has no short cookie then.
  { row: 'new', verdict: 'let_in' },
  { row: 'bound', browser: 'arrives', verdict: 'bounce' },
  { row: 'bound', browser: 'skipped', verdict: 'unavailable' },
  { row: 'bound', browser: 'silent', verdict: 'refuse' },
]

/** The row of a binding that asks to be refreshed. `off`: bindings are switched off. */
export type RefreshedRow = 'gone' | 'off' | 'bound'
/** `old`: a challenge of more than 15 minutes; `wrong`: unreadable, of another key, or for another challenge. */
export type RefreshProof = 'none' | 'old' | 'wrong' | 'right'
/** `end`: the browser forgets the binding. `challenge`: 403 with a new one, and the browser signs it. */
export type RefreshAnswer = 'end' | 'challenge' | 'renew'

/**
 * The state table of refreshes. Nothing but a session that is over ends a binding: a thief who knows its name could otherwise end it with
 * a wrong signature.
 */
export const REFRESHES: Record<RefreshedRow, Record<RefreshProof, RefreshAnswer>> = {
  gone: { none: 'end', old: 'end', wrong: 'end', right: 'end' },
  off: { none: 'end', old: 'end', wrong: 'end', right: 'end' },
  bound: { none: 'challenge', old: 'challenge', wrong: 'challenge', right: 'renew' },
}

function rowOf({ env, now }: CoreContext, key: SessionKey | null): Row {
  if (key === null || env.sessionBinding === 'off') return 'unbound'
  return now().getTime() - key.registeredAt.getTime() < LIFETIMES.newKey ? 'new' : 'bound'
}

const browserOf = ({ isArrival, couldNotRenew }: KeySigns): Browser =>
  isArrival ? 'arrives' : couldNotRenew ? 'skipped' : 'silent'

/** Judges a request by the key of its session and the signs of the browser. */
export function judgeRequest(ctx: CoreContext, key: SessionKey | null, signs: KeySigns): Verdict {
  const row = rowOf(ctx, key)
  if (key === null || row === 'unbound') return 'let_in'
  const cookie: Cookie = isBoundCookie(ctx, key.dbscId, signs.cookie) ? 'valid' : 'none'
  return verdictOf({ row, cookie, browser: browserOf(signs) })
}

/** The verdict of the table. */
export function verdictOf(state: { row: Row; cookie: Cookie; browser: Browser }): Verdict {
  const found = REQUESTS.find(
    ({ row = state.row, cookie = state.cookie, browser = state.browser }) =>
      row === state.row && cookie === state.cookie && browser === state.browser,
  )
  if (!found) throw new Error('the state table has a gap')
  return found.verdict
}
