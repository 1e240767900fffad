/** Whether a page has the form that takes a browser's proof of an address. The configuration is checked at the start (`lib/kernel/env/email-proof.ts`). */
const takesProof = (pathname: string): boolean =>
  pathname === '/register' && process.env.EMAIL_PROOF_BY_BROWSER === 'on'

/** Adds `Origin-Trial` to such a page: browsers ask for it before they prove an address, as long as that is a trial. */
export function addTrialToken(headers: Headers, pathname: string): void {
  const token = process.env.EMAIL_PROOF_TRIAL_TOKEN
  if (token && takesProof(pathname)) headers.set('Origin-Trial', token)
}

/** Hosts that a browser asks to vouch for an address on this page. */
export function issuerHosts(pathname: string): string[] {
  if (!takesProof(pathname)) return []
  const pairs = (process.env.EMAIL_PROOF_ISSUERS ?? '').split(',')
  return [...new Set(pairs.map((pair) => pair.split('=')[1]?.trim() ?? ''))].filter(Boolean)
}
