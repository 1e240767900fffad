/**
 * Whether a plain form was posted from a page of ours, as far as the headers say. Fetch Metadata decides where the
 * browser sends it, else `Origin`; `unknown` where both are absent, as text browsers leave them.
 * Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet.
 */
export function formOrigin(headers: Headers, appUrl: string): 'own' | 'foreign' | 'unknown' {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' ? 'own' : 'foreign'
  const origin = headers.get('origin')
  if (origin !== null) return origin === appUrl ? 'own' : 'foreign'
  return 'unknown'
}
