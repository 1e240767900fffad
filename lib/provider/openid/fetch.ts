import type { CustomFetch } from 'openid-client'
import { isOuterName } from '../../kernel/network/inner-name'
import { readBounded } from '../../kernel/network/read-bounded'

/** Bytes of an answer, after decompression. Metadata and keys of the large providers have a tenth. */
const LIMIT = 256 * 1024

/** A request that was not made, or an answer that was not read. `code` holds nothing of either. */
class RefusedFetch extends Error {
  override readonly name = 'RefusedFetch'

  constructor(readonly code: 'FOREIGN_HOST' | 'TOO_LARGE') {
    super(code)
  }
}

/** Metadata may name other hosts than the issuer's (Google's does), but none inside of our network. */
function isPermitted(url: URL, issuer: URL): boolean {
  if (url.origin === issuer.origin) return true
  const { protocol, hostname } = url
  return protocol === 'https:' && isOuterName(hostname)
}

/**
 * Makes the requests to one provider: no redirect is followed, no inner host is asked, no endless answer is read (OWASP ASVS 1.3.6).
 * Its time limit comes from the caller's configuration.
 */
export const fetchFrom = (issuer: string): CustomFetch => {
  const home = new URL(issuer)
  return async (address, options) => {
    if (!isPermitted(new URL(address), home)) throw new RefusedFetch('FOREIGN_HOST')
    const response = await fetch(address, {
      ...(options as RequestInit),
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
    })
    const { status, headers } = response
    const body = await readBounded(response, LIMIT)
    if (!body) throw new RefusedFetch('TOO_LARGE')
    return new Response(status === 204 || status === 304 ? null : body, { status, headers })
  }
}
