/** Methods that change nothing (RFC 9110 9.2.1). */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Where browsers say what they load something for: today's, and what older ones and Safari's previews send. */
const PURPOSE_HEADERS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz']

/**
 * Whether an unsafe request was made by another site in the visitor's browser (CSRF, sign-in included). Fetch
 * Metadata decides where the browser sends it, else `Origin`; every browser sends one of them on a POST, so a request
 * with neither is a program's. One that says it is a browser and brings a cookie is refused all the same.
 * Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet.
 */
export function isCrossSite(request: Request, appUrl: string): boolean {
  if (SAFE_METHODS.has(request.method)) return false
  const { headers } = request
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin'
  const origin = headers.get('origin')
  if (origin !== null) return origin !== appUrl
  return headers.has('cookie') && (headers.get('user-agent') ?? '').startsWith('Mozilla/')
}

/** Whether a browser says that it loads a page ahead of time (prefetch or prerender); the person may never open it. */
export const isLoadedAhead = (headers: Headers): boolean =>
  /prefetch|prerender|preview/i.test(PURPOSE_HEADERS.map((name) => headers.get(name) ?? '').join(' ')) ||
  headers.has('next-router-prefetch')

/**
 * Whether a GET looks like a browser loading ahead of the person, or another site embedding the address: no click
 * of theirs asked for it, so it may change nothing.
 */
export function isUnintended(request: Request): boolean {
  const { headers } = request
  // Checked first, because such a request says `Sec-Fetch-Site: none`, like a typed address.
  if (isLoadedAhead(headers)) return true
  if (headers.get('sec-fetch-site') === 'cross-site') return true
  const destination = headers.get('sec-fetch-dest')
  return destination !== null && !['empty', 'document'].includes(destination)
}
