import { recordsOf, seesPublicDns } from '../../email/mail-domain'
import type { Probe } from '../check'

/** The name servers say "no such name" to everything beyond a firewall. */
class NoPublicDns extends Error {
  override readonly name = 'NoPublicDns'
}

/**
 * The TXT records of `name` that begin with `version`. The parts of one record belong together without a space
 * (RFC 7208, section 3.3). None when the name server says that there are none.
 * @throws when it does not answer, or does not see the public DNS
 */
export async function taggedRecords({ dns }: Probe, name: string, version: string): Promise<string[]> {
  const records = await recordsOf(dns.resolveTxt(name))
  if (records.length === 0 && !(await seesPublicDns(dns))) throw new NoPublicDns()
  const tagged = new RegExp(`^${version}(?=[\\s;]|$)`, 'i')
  return records.map((parts) => parts.join('').trim()).filter((record) => tagged.test(record))
}
