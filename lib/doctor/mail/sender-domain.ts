import { canReceiveMail } from '../../email/mail-domain'
import { type Check, type Finding, green, red, yellow } from '../check'
import { failureCode } from '../failure-code'
import { type Dmarc, readDmarc } from './dmarc'
import { taggedRecords } from './dns-records'
import type { SenderNames } from './sender'
import { envelopeDomain } from './ses'

/** A check of DNS records. Yellow when the name server fails, which is not the domain's fault. */
export const dnsCheck = (name: string, run: Check['run']): Check => ({
  name,
  async run(probe) {
    try {
      return await run(probe)
    } catch (error) {
      return yellow(
        `not checked (${failureCode(error)})`,
        'check this host’s name servers and run this again',
      )
    }
  },
})

/** RFC 7208, section 4.5. */
const SPF_VERSION = /^v=spf1(?=\s|$)/i

/** Judges an SPF record: for SES, it must include Amazon. Nested includes are not followed. */
function judgeSpf(domain: string, records: string[], viaSes: boolean): Finding {
  const fix = viaSes
    ? `publish a TXT record at ${domain}: v=spf1 include:amazonses.com ~all`
    : `publish a TXT record at ${domain} that names your mail server: v=spf1 … ~all`
  const [record] = records
  if (record === undefined) return yellow(`${domain} has no record`, fix)
  // RFC 7208, section 4.5: more than one is a permanent error, as if there were none.
  if (records.length > 1) return yellow(`${domain} has ${records.length} records`, 'merge them into one')
  if (/(^|\s)\+?all(\s|$)/i.test(record)) return red(`${domain} lets everybody send (+all)`, fix)
  if (viaSes && !/\sinclude:amazonses\.com(\s|$)/i.test(record))
    return yellow(
      `${domain} does not name amazonses.com`,
      `add include:amazonses.com to the record of ${domain}`,
    )
  return green(`${domain} lets its mail servers send`)
}

const spfCheck = (sender: SenderNames, viaSes: boolean, bounceDomain: string | undefined): Check =>
  dnsCheck('SPF', async (probe) => {
    // Without permission to ask SES, the sender's own record is checked.
    const envelope = viaSes ? await envelopeDomain(probe, sender).catch(() => undefined) : bounceDomain
    const domain = envelope ?? sender.domain
    return judgeSpf(domain, await taggedRecords(probe, domain, SPF_VERSION), viaSes)
  })

/** Judges a policy: red is for what stops our mail, so a weak one is yellow. */
function judgeDmarc(sender: string, { domain, policy, isTest, doubled }: Dmarc): Finding {
  if (doubled !== undefined)
    return yellow(
      `${doubled} has more than one record, so none of them counts`,
      `merge the records of _dmarc.${doubled} into one`,
    )
  if (domain === undefined)
    return yellow(
      `${sender} has no record: anybody can send in its name`,
      `publish a TXT record at _dmarc.${sender}: v=DMARC1; p=quarantine`,
    )
  if (policy === undefined || policy === 'none')
    return yellow(
      `${domain}: ${policy ?? 'no policy'}, so mail in its name by others still arrives`,
      'raise the policy to p=quarantine once the reports show only your own mail',
    )
  if (isTest)
    return yellow(`${domain}: ${policy}, but only as a test (t=y)`, 'remove t=y once the reports are clean')
  return green(`${domain}: ${policy}`)
}

const dmarcCheck = ({ domain }: SenderNames): Check =>
  dnsCheck('DMARC', async (probe) => judgeDmarc(domain, await readDmarc(probe, domain)))

/** Checks that a domain receives mail. `without`: the finding where it has no mail server. */
export const mxCheck = (name: string, domain: string, without: (domain: string) => Finding): Check =>
  dnsCheck(name, async ({ dns }) => {
    const answer = await canReceiveMail(domain, { resolve: dns, timeout: 5000 })
    if (answer === 'yes') return green(`${domain} receives mail`)
    if (answer === 'unknown')
      return yellow(`${domain}: the name servers did not say`, 'check this host’s name servers')
    return without(domain)
  })

/** Replies and bounces go to the sender's domain, and some servers refuse mail without. */
const repliesLost = (domain: string): Finding =>
  yellow(`${domain} has no mail server: replies are lost`, 'publish an MX record for it')

/**
 * Checks of the records that other mail servers look up to trust the sender.
 * @param bounceDomain the domain of `EMAIL_BOUNCE_ADDRESS`: SPF judges the envelope
 */
export const senderDomainChecks = (sender: SenderNames, viaSes: boolean, bounceDomain?: string): Check[] => [
  spfCheck(sender, viaSes, bounceDomain),
  dmarcCheck(sender),
  mxCheck('MX', sender.domain, repliesLost),
]
