import { deviceTexts } from '../i18n/texts/device'
import type { Locale } from '../kernel/locale'
import { redirectTarget } from './redirect-target'
import { negotiateLocale } from './request/negotiate-locale'
import { plainPage } from './response/plain-page'
import { STATIC_HEADERS } from './response/security-headers'

/**
 * Pages for a browser whose session is bound to its key (`docs/decisions/0046-bound-sessions.md`). Neither looks at the session, so neither
 * can lead to itself.
 *
 * `arriving`: stands between another site's link and the page behind it. Browsers renew the short cookie only for a navigation that
 * began here, and this one begins here, without a script. `unchecked`: the browser could not renew the cookie just now.
 */
export const DEVICE_PAGES = { arriving: '/auth/device', unchecked: '/auth/device/unchecked' } as const

/** The address of such a page, which leads on to `path`. */
export const devicePage = (page: keyof typeof DEVICE_PAGES, path: string): string =>
  `${DEVICE_PAGES[page]}?next=${encodeURIComponent(path)}`

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

function arrivingPage(locale: Locale, next: string): string {
  const { heading, lead, onward: text } = deviceTexts(locale).arriving
  return plainPage({ locale, heading, lead, onward: next, links: [{ href: next, text }] })
}

function uncheckedPage(locale: Locale, next: string): string {
  const { heading, lead, retry, signIn } = deviceTexts(locale).unchecked
  const links = [
    { href: next, text: retry },
    { href: `/login?next=${encodeURIComponent(next)}`, text: signIn },
  ]
  return plainPage({ locale, heading, lead, links })
}

/** The answer to a request of one of the two; undefined for any other path. */
export function deviceAnswer(headers: Headers, { pathname, searchParams }: URL): Response | undefined {
  const isUnchecked = pathname === DEVICE_PAGES.unchecked
  if (!isUnchecked && pathname !== DEVICE_PAGES.arriving) return undefined
  const locale = negotiateLocale(headers)
  const next = redirectTarget(searchParams.get('next'))
  const html = isUnchecked ? uncheckedPage(locale, next) : arrivingPage(locale, next)
  const response = new Response(html, { status: isUnchecked ? 503 : 200 })
  for (const { key, value } of STATIC_HEADERS) response.headers.set(key, value)
  response.headers.set('Content-Type', 'text/html; charset=utf-8')
  response.headers.set('Content-Language', locale)
  response.headers.set('Content-Security-Policy', POLICY)
  response.headers.set('Cache-Control', 'private, no-store')
  // The address may hold a link's token.
  response.headers.set('Referrer-Policy', 'no-referrer')
  return response
}
