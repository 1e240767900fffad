import { recordsOf, seesPublicDns } from '../../email/mail-domain'
import type { Probe } from '../check'

/** This host's name servers do not see the public DNS: they answer "no such name" for every name outside. */
class NoPublicDns extends Error {
  override readonly name = 'NoPublicDns'
}

/**
 * The TXT records of `name` that begin with a version, each joined from its parts without a space (RFC 7208 3.3).
 * @throws when the name server does not answer or does not see the public DNS
 */
export async function taggedRecords({ dns }: Probe, name: string, version: RegExp): Promise<string[]> {
  const records = await recordsOf(dns.resolveTxt(name))
  if (records.length === 0 && !(await seesPublicDns(dns))) throw new NoPublicDns()
  return records.map((parts) => parts.join('').trim()).filter((record) => version.test(record))
}
