import { Resolver } from 'node:dns/promises'
import { recordsOf } from '../email/mail-domain'
import { publicGet, publicLookup } from '../kernel/network/public-get'
import type { IssuerSource } from './issuer-keys'

/** Milliseconds of one try of a question, and tries: two fit into the time that keys may take. */
const TRIES = { timeout: 700, tries: 2 }
/** Bytes of a document. Keys of the largest providers have a tenth. */
const LIMIT = 64 * 1024

/** The outside world: name servers, and public hosts over https. */
export function networkSource(): IssuerSource {
  const resolver = new Resolver(TRIES)
  const lookup = publicLookup(resolver)
  return {
    txt: async (name) => (await recordsOf(resolver.resolveTxt(name))).map((parts) => parts.join('')),
    get: (url, signal) => publicGet(url, { lookup, limit: LIMIT, signal }),
  }
}
