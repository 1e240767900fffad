import { LINK_PATHS } from '../../link/purposes'
import { connectionAllowlist } from '../response/connection-allowlist'
import { issuerHosts, type ProofVariables, trialToken } from '../response/proof-headers'

/** A link's token, in the address of its own page or in the way back from the sign-in page. */
const TOKEN = /[0-9a-f]{64}/i

/** Headers of a page that follow from its address, besides those of every answer and its Content-Security-Policy. */
export function pageHeaders(
  { pathname, search }: { pathname: string; search: string },
  { development, proofs }: { development: boolean; proofs: ProofVariables },
): { key: string; value: string }[] {
  const allowlist = connectionAllowlist(pathname, issuerHosts(pathname, proofs))
  const headers = {
    'Cache-Control': 'private, no-store',
    // The socket of a development server is another scheme, and so another origin.
    'Connection-Allowlist': development ? undefined : allowlist,
    'Origin-Trial': trialToken(pathname, proofs),
    'Referrer-Policy': LINK_PATHS.includes(pathname) || TOKEN.test(search) ? 'no-referrer' : undefined,
  }
  return Object.entries(headers).flatMap(([key, value]) => (value ? [{ key, value }] : []))
}
