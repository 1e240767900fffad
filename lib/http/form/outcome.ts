import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import type { Failure } from '../../kernel/result'
import { open, seal } from '../../kernel/seal'
import { OUTCOME_COOKIE, readCookie, readCookies, SESSION_COOKIE } from '../cookies'
import { type FormFields, fieldText } from './pages'

/** How a plain form ended: refused, or answered. */
export type FormOutcome = {
  /** The API's path that the form was posted to. */
  action: string
  refusal?: Failure
  answer?: unknown
  values: Record<string, string>
}

type Sealed = FormOutcome & { until: number }

/** The page that shows an outcome, and the session cookie of the browser then ('': none), so that it is no other person's. */
export type OutcomePlace = { path: string; session: string }

const contextOf = ({ path, session }: OutcomePlace): string => `${path}\0${session}`

/** The session that a browser holds, from `Cookie` or `Set-Cookie` lines; the first that names one counts. */
export const heldSession = (...lines: (string | null)[]): string =>
  lines.map((line) => readCookie(line, SESSION_COOKIE)).find((value) => value !== null) ?? ''

/** Characters kept of a typed value: an e-mail address has no more (RFC 5321 4.5.3.1). */
const MAX_VALUE = 254

/** Browsers drop a cookie of more than 4096 bytes, attributes and all (RFC 6265bis 5.6). */
const MAX_SEALED = 3800

/** The typed values that may come back, cut to what a cookie holds. */
export const keptValues = (fields: FormFields, names: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => [name, Array.from(fieldText(fields, name)).slice(0, MAX_VALUE).join('')]),
  )

/** Seals an outcome for its place. Where it is too large for a cookie, the typed values go, then the details. */
export function sealOutcome({ env, now }: CoreContext, place: OutcomePlace, outcome: FormOutcome): string {
  const { action, refusal } = outcome
  const smaller = [
    outcome,
    { ...outcome, values: {} },
    { action, refusal: refusal && { code: refusal.code }, values: {} },
  ]
  const until = now().getTime() + LIFETIMES.formOutcome
  const sealed = smaller.map((each): string =>
    seal(env, 'form-outcome', contextOf(place), JSON.stringify({ ...each, until })).toString('base64url'),
  )
  return sealed.find((text) => text.length <= MAX_SEALED) ?? ''
}

function openOne({ env, now }: CoreContext, place: OutcomePlace, sealed: string): FormOutcome | undefined {
  try {
    const text = open(env, 'form-outcome', contextOf(place), Buffer.from(sealed, 'base64url'))
    const { until, ...outcome } = JSON.parse(text) as Sealed
    return until > now().getTime() ? outcome : undefined
  } catch {
    return undefined
  }
}

/**
 * The outcome that a request brings to the page at `path`. One made for another page or session, or altered, opens
 * nothing and is passed over, so that several of the name do no harm.
 */
export function openOutcome(ctx: CoreContext, path: string, headers: Headers): FormOutcome | undefined {
  const cookies = headers.get('cookie')
  const place = { path, session: heldSession(cookies) }
  const all = readCookies(cookies, OUTCOME_COOKIE)
  return all.map((sealed) => openOne(ctx, place, sealed)).find((outcome) => outcome !== undefined)
}
