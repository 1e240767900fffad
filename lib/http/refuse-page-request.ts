import type { ErrorCode } from '../kernel/errors'
import { isCrossSite } from './request/cross-site'

/** Next.js's own page for a document that failed can be asked for by its name, and says 500 then too. */
const FAILED_DOCUMENT = '/_global-error'

/**
 * Why the request of a page is refused before Next.js reads it, or nothing. A page takes no post: our forms go to the
 * API, and to bodies that it takes for a form's Next.js can answer 500.
 */
export function refusePageRequest(request: Request, path: string, appUrl: string): ErrorCode | undefined {
  if (path === FAILED_DOCUMENT) return 'not_found'
  if (isCrossSite(request, appUrl)) return 'cross_site_request'
  if (request.method !== 'POST') return undefined
  const origin = request.headers.get('origin')
  return origin !== null && origin !== appUrl ? 'cross_site_request' : 'method_not_allowed'
}
