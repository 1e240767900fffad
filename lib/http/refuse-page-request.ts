import { errorSentence } from '../i18n/texts/errors'
import { ERRORS, type ErrorCode } from '../kernel/errors'
import { isCrossSite } from './request/cross-site'
import { negotiateLocale } from './request/negotiate-locale'
import { STATIC_HEADERS } from './response/security-headers'

/** Next.js's own page for a document that failed can be asked for by its name, and says 500 then too. */
const FAILED_DOCUMENT = '/_global-error'

/** Methods that a page and a file have. Our forms go to the API; bodies that reach a page can make Next.js fail. */
export const PAGE_METHODS = 'GET, HEAD, OPTIONS'

/** The answer to OPTIONS of a page, for which Next.js has none. */
export const pageOptions = (): Response =>
  new Response(null, { status: 204, headers: { Allow: PAGE_METHODS } })

const READING = new Set(PAGE_METHODS.split(', '))

/** Whether a page has this method. */
export const isReading = (method = ''): boolean => READING.has(method)

/** Code with which the request of a page is refused before Next.js reads it, if it is. */
export function refusePageRequest(request: Request, path: string, appUrl: string): ErrorCode | undefined {
  if (path === FAILED_DOCUMENT) return 'not_found'
  if (isCrossSite(request, appUrl)) return 'cross_site_request'
  if (isReading(request.method)) return undefined
  const origin = request.headers.get('origin')
  return origin !== null && origin !== appUrl ? 'cross_site_request' : 'method_not_allowed'
}

/** Answer to a refused request of a page: text in the visitor's language, since no page of ours sent it. */
export function pageRefusal(headers: Headers, code: ErrorCode): Response {
  const locale = negotiateLocale(headers)
  const response = new Response(errorSentence(locale, code), { status: ERRORS[code].status })
  for (const { key, value } of STATIC_HEADERS) response.headers.set(key, value)
  response.headers.set('Content-Type', 'text/plain; charset=utf-8')
  response.headers.set('Content-Language', locale)
  response.headers.set('Cache-Control', 'no-store')
  if (code === 'method_not_allowed') response.headers.set('Allow', PAGE_METHODS)
  return response
}
