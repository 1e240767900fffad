import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import {
  browserCookie,
  localeCookie,
  OUTCOME_COOKIE,
  readCookie,
  readCookies,
  SESSION_COOKIE,
  shownOutcomeCookie,
} from './lib/http/cookies'
import { deviceAnswer } from './lib/http/device-page'
import { browserIdOf, newBrowserId } from './lib/http/form/mark'
import { BROWSER_HEADER, PATH_HEADER } from './lib/http/internal-headers'
import { pageHeaders } from './lib/http/page/page-headers'
import { pageOptions, pageRefusal, refusePageRequest } from './lib/http/refuse-page-request'
import { isLoadedAhead } from './lib/http/request/cross-site'
import { HSTS, pageContentSecurityPolicy } from './lib/http/response/security-headers'
import { simulatedPath, wellKnownDocument } from './lib/http/response/well-known'
import { WARM_UP } from './lib/http/warm-up'
import { isLocale } from './lib/kernel/locale'
import { mendedPath } from './lib/link/mend/bent-path'
import { countBehindHost } from './lib/monitor/count/requests'

const APP_URL = process.env.APP_URL || 'http://localhost:3000'
const IS_HTTPS = APP_URL.startsWith('https:')
const IS_DEVELOPMENT = process.env.NODE_ENV === 'development'

/** Both are checked at the start (`lib/kernel/env/fields.ts`). */
const PASSKEY_ORIGINS = (process.env.PASSKEY_RELATED_ORIGINS ?? '')
  .split(',')
  .map((origin) => origin.trim())
  .filter(Boolean)
const PROOFS = {
  state: process.env.EMAIL_PROOF_BY_BROWSER,
  issuers: process.env.EMAIL_PROOF_ISSUERS,
  trialToken: process.env.EMAIL_PROOF_TRIAL_TOKEN,
}

/** Pages for the signed-in alone. The page of a mailed link speaks for itself, and a file name below them is no page. */
const SIGNED_IN_PAGES = /^\/(dashboard|account|account\/(?!email$)[a-z/]+)$/

/**
 * Runs before every page: refuses what Next.js would fail on, keeps a chosen language, spares a visitor without any
 * cookie the way to a page that would send him away, gives the page its Content-Security-Policy, and removes the cookie
 * of a plain form's outcome that the page shows. It is a
 * convenience and never the authority: the pages check the session themselves.
 */
export function proxy(request: NextRequest): Response {
  if (!isWarmUp(request)) countBehindHost(200)
  const refused = refusePageRequest(request, request.nextUrl.pathname, new URL(APP_URL).origin)
  const response = refused
    ? pageRefusal(request.headers, refused)
    : request.method === 'OPTIONS'
      ? pageOptions()
      : (switchLanguage(request) ??
        changePassword(request) ??
        wellKnown(request) ??
        mendLink(request) ??
        deviceAnswer(request.headers, request.nextUrl) ??
        showPage(request))
  if (IS_HTTPS) response.headers.set(HSTS.key, HSTS.value)
  return response
}

/** Only the development server knows such requests: the build leaves the rest of the condition out. */
const isWarmUp = ({ nextUrl }: NextRequest): boolean =>
  process.env.NODE_ENV === 'development' && nextUrl.searchParams.has(WARM_UP)

function showPage(request: NextRequest): NextResponse {
  const response = askToSignIn(request) ?? renderWithPolicy(request)
  forgetOutcome(request, response)
  return response
}

/** `?lang=en` is remembered in a cookie, and gone from the address. Not ahead of the click: browsers then ask again. */
function switchLanguage(request: NextRequest): Response | undefined {
  const language = request.nextUrl.searchParams.get('lang')
  if (!isLocale(language)) return undefined
  if (isLoadedAhead(request.headers)) return pageRefusal(request.headers, 'cross_site_request')
  const target = request.nextUrl.clone()
  target.searchParams.delete('lang')
  const response = redirectTo(target.pathname + target.search)
  response.headers.append('Set-Cookie', localeCookie({ appUrl: APP_URL }, language))
  return response
}

/** Where a password manager sends the person to change a password (W3C: A Well-Known URL for Changing Passwords). */
const changePassword = ({ nextUrl }: NextRequest): NextResponse | undefined =>
  nextUrl.pathname === '/.well-known/change-password' ? redirectTo('/account/security', 302) : undefined

/** A document that browsers look for at a fixed path. Those of an issuer are the local mailbox's, and 404 elsewhere. */
function wellKnown({ nextUrl }: NextRequest): NextResponse | undefined {
  const simulated = simulatedPath(nextUrl.pathname)
  if (simulated) return NextResponse.rewrite(new URL(simulated, nextUrl))
  const found = wellKnownDocument(nextUrl.pathname, { appUrl: APP_URL, passkeyOrigins: PASSKEY_ORIGINS })
  return found && NextResponse.json(found)
}

/** A mailed link whose path was bent on its way leads to its page. */
function mendLink({ nextUrl }: NextRequest): NextResponse | undefined {
  const target = mendedPath(nextUrl.pathname, nextUrl.search)
  return target === null ? undefined : redirectTo(target)
}

function askToSignIn(request: NextRequest): NextResponse | undefined {
  const { pathname, search } = request.nextUrl
  if (!SIGNED_IN_PAGES.test(pathname)) return undefined
  if (readCookie(request.headers.get('cookie'), SESSION_COOKIE) !== null) return undefined
  return redirectTo(`/login?next=${encodeURIComponent(pathname + search)}`)
}

/** Under the configured origin: neither the `Host` header nor a proxy in front decides where the browser goes. */
function redirectTo(path: string, status = 303): NextResponse {
  const response = NextResponse.redirect(new URL(path, APP_URL), status)
  response.headers.set('Cache-Control', 'no-store')
  return response
}

function renderWithPolicy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64')
  const policy = pageContentSecurityPolicy(nonce, {
    development: IS_DEVELOPMENT,
    https: IS_HTTPS,
  })
  const headers = new Headers(request.headers)
  // Next.js reads the nonce for its own scripts from the policy on the request.
  headers.set('Content-Security-Policy', policy)
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)
  const browserId = nameBrowser(request)
  headers.set(BROWSER_HEADER, browserId ?? '')
  const response = NextResponse.next({ request: { headers } })
  // With each page anew: the name has to last as long as the mark in the page's forms.
  if (browserId !== undefined)
    response.headers.append('Set-Cookie', browserCookie({ appUrl: APP_URL }, browserId))
  response.headers.set('Content-Security-Policy', policy)
  for (const { key, value } of pageHeaders(request.nextUrl, { development: IS_DEVELOPMENT, proofs: PROOFS }))
    response.headers.set(key, value)
  return response
}

/** A name for a browser that will not say where it posts a form from: its forms carry a mark bound to the name. */
const nameBrowser = ({ headers }: NextRequest): string | undefined =>
  headers.has('sec-fetch-site') ? undefined : (browserIdOf({ appUrl: APP_URL }, headers) ?? newBrowserId())

/** The page that is being asked for shows the outcome of its plain form now, and not once more. */
function forgetOutcome({ headers, method, nextUrl }: NextRequest, response: NextResponse): void {
  if (method !== 'GET' || isLoadedAhead(headers)) return
  if (readCookies(headers.get('cookie'), OUTCOME_COOKIE).length === 0) return
  response.headers.append('Set-Cookie', shownOutcomeCookie({ appUrl: APP_URL }, nextUrl.pathname))
}

/** The two handlers below `/auth/oidc` answer for themselves, a POST of a provider's page among them; any other path there is no page. */
export const config = {
  matcher: [
    '/((?!api/|_next/static/|auth/oidc/[^/]+$|\\.well-known/jwks\\.json$|auth/oidc/[^/]+/callback$).*)',
  ],
}
