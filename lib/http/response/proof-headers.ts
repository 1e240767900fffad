/** Variables of the configuration, as they are written; they are checked at the start (`lib/kernel/env/email-proof.ts`). */
export type ProofVariables = { state?: string; issuers?: string; trialToken?: string }

/** Whether a page has the form that takes a browser's proof of an address. */
const takesProof = (pathname: string, { state }: ProofVariables): boolean =>
  pathname === '/register' && state === 'on'

/** `Origin-Trial` of such a page: browsers ask for it before they prove an address, as long as that is a trial. */
export const trialToken = (pathname: string, variables: ProofVariables): string | undefined =>
  takesProof(pathname, variables) ? variables.trialToken : undefined

/** Hosts that a browser asks to vouch for an address on this page. */
export function issuerHosts(pathname: string, variables: ProofVariables): string[] {
  if (!takesProof(pathname, variables)) return []
  const pairs = (variables.issuers ?? '').split(',')
  return [...new Set(pairs.map((pair) => pair.split('=')[1]?.trim() ?? ''))].filter(Boolean)
}
