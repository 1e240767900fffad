import { SECOND } from '../kernel/clock'
import { LIFETIMES } from '../kernel/lifetimes'

export const SESSION_COOKIE = 'auth-token'
/** Marks a browser that signed in before; see `lib/session/device/mark.ts`. A guarded name, as `form-browser` has one. */
export const DEVICE_COOKIE = 'auth-device'
/** A sign-in that waits for its second step; see `lib/factor/step`. */
export const STEP_COOKIE = 'auth-step'
export const LOCALE_COOKIE = 'locale'
/** Names a browser that says nothing about where it posts from; see `lib/http/form/mark.ts`. */
export const BROWSER_COOKIE = 'form-browser'
/** How a plain form ended, sealed, for the page that shows it; see `lib/http/form/outcome.ts`. */
export const OUTCOME_COOKIE = 'form-outcome'

const YEAR_SECONDS = 365 * 24 * 3600

/** Every value that a raw `Cookie` header has under this name. */
export const readCookies = (header: string | null, name: string): string[] =>
  (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))

/**
 * The value of a cookie in a raw `Cookie` header; null when it is absent or there more than once. Twice means that a
 * sibling host planted one (cookie tossing), and nothing tells which is ours.
 */
export function readCookie(header: string | null, name: string): string | null {
  const values = readCookies(header, name)
  return values.length === 1 ? (values[0] ?? null) : null
}

export const isSecure = (env: { appUrl: string }): boolean => env.appUrl.startsWith('https:')

/**
 * The name under which a cookie is set. Over https it is guarded: with `__Host-Http-` a browser takes the cookie from a header of this
 * very host alone, neither from a script nor from a sibling host, and an older browser still minds `__Host-`. Over http no browser
 * takes such a name.
 * Source: RFC 6265bis 4.1.3.
 */
export const guardedName = (env: { appUrl: string }, name: string): string =>
  isSecure(env) ? `__Host-Http-${name}` : name

/** The value of a cookie with a guarded name; null as in `readCookie`. */
export const readGuardedCookie = (
  env: { appUrl: string },
  header: string | null,
  name: string,
): string | null => readCookie(header, guardedName(env, name))

/** The device mark that a browser brings. One from before the guarded name is good until it ends by itself. */
export const readDeviceMark = (env: { appUrl: string }, header: string | null): string | null =>
  readGuardedCookie(env, header, DEVICE_COOKIE) ?? readCookie(header, DEVICE_COOKIE)

type CookieOptions = { secure: boolean; maxAge: number; path?: string }

export const serialize = (
  name: string,
  value: string,
  { secure, maxAge, path = '/' }: CookieOptions,
): string =>
  `${name}=${value}; Path=${path.replaceAll(';', '%3B')}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`

/** `Set-Cookie` of a new session: seven days, like its row and its JWT. */
export const sessionCookie = (env: { appUrl: string }, jwt: string): string =>
  serialize(SESSION_COOKIE, jwt, { secure: isSecure(env), maxAge: LIFETIMES.session / SECOND })

/** `Set-Cookie` that removes the session. */
export const endedSessionCookie = (env: { appUrl: string }): string =>
  serialize(SESSION_COOKIE, '', { secure: isSecure(env), maxAge: 0 })

/** `Set-Cookie` of the known-device mark. */
export const deviceCookie = (env: { appUrl: string }, mark: string): string =>
  serialize(guardedName(env, DEVICE_COOKIE), mark, { secure: isSecure(env), maxAge: YEAR_SECONDS })

/** Removes the session and the device mark of an account that was deleted. */
export function addEndedAccountCookies(response: Response, env: { appUrl: string }): void {
  response.headers.append('Set-Cookie', endedSessionCookie(env))
  for (const name of new Set([DEVICE_COOKIE, guardedName(env, DEVICE_COOKIE)]))
    response.headers.append('Set-Cookie', serialize(name, '', { secure: isSecure(env), maxAge: 0 }))
}

/** `Set-Cookie` of a sign-in that waits for its second step. */
export const stepCookie = (env: { appUrl: string }, token: string): string =>
  serialize(STEP_COOKIE, token, { secure: isSecure(env), maxAge: LIFETIMES.signInStep / SECOND })

/** `Set-Cookie` that removes it. */
export const endedStepCookie = (env: { appUrl: string }): string =>
  serialize(STEP_COOKIE, '', { secure: isSecure(env), maxAge: 0 })

/** `Set-Cookie` of a chosen language. */
export const localeCookie = (env: { appUrl: string }, locale: string): string =>
  serialize(LOCALE_COOKIE, locale, { secure: isSecure(env), maxAge: YEAR_SECONDS })

/** `Set-Cookie` that names a browser for a day. */
export const browserCookie = (env: { appUrl: string }, id: string): string =>
  serialize(guardedName(env, BROWSER_COOKIE), id, {
    secure: isSecure(env),
    maxAge: LIFETIMES.formMark / SECOND,
  })

/** `Set-Cookie` of a plain form's outcome, for one page alone. */
export const outcomeCookie = (env: { appUrl: string }, sealed: string, path: string): string =>
  serialize(OUTCOME_COOKIE, sealed, { secure: isSecure(env), maxAge: LIFETIMES.formOutcome / SECOND, path })

/** `Set-Cookie` that removes the outcome which the page at `path` has shown. */
export const shownOutcomeCookie = (env: { appUrl: string }, path: string): string =>
  serialize(OUTCOME_COOKIE, '', { secure: isSecure(env), maxAge: 0, path })
