import { canReceiveMail } from '../../email/mail-domain'
import { type Check, type Finding, green, type Probe, red, yellow } from '../check'
import { failureCode } from '../failure-code'
import { taggedRecords } from './dns-records'
import type { SenderNames } from './sender'
import { envelopeDomain } from './ses'

/** A check of what the sender's domain publishes. A name server that is down is not the domain's fault. */
const dnsCheck = (name: string, run: Check['run']): Check => ({
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

/** Whom the record lets send: for SES, Amazon must be named. Includes within includes are not followed. */
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

const spfCheck = (sender: SenderNames, viaSes: boolean): Check =>
  dnsCheck('SPF', async (probe) => {
    // Permission to ask SES is not needed to read the sender's own record.
    const envelope = viaSes ? await envelopeDomain(probe, sender).catch(() => undefined) : undefined
    const domain = envelope ?? sender.domain
    return judgeSpf(domain, await taggedRecords(probe, domain, 'v=spf1'), viaSes)
  })

/** The record that holds for the sender: its domain's own, else that of the nearest domain above (RFC 7489, 6.6.3). */
async function dmarcRecord(probe: Probe, { domains }: SenderNames) {
  for (const domain of domains) {
    const [record] = await taggedRecords(probe, `_dmarc.${domain}`, 'v=DMARC1')
    if (record) return { domain, record }
  }
  return undefined
}

const tag = (record: string, name: string): string | undefined =>
  new RegExp(`;\\s*${name}\\s*=\\s*(\\w+)`, 'i').exec(record)?.[1]?.toLowerCase()

const dmarcCheck = (sender: SenderNames): Check =>
  dnsCheck('DMARC', async (probe) => {
    const found = await dmarcRecord(probe, sender)
    if (!found)
      return yellow(
        `${sender.domain} has no record: anybody can send in its name`,
        `publish a TXT record at _dmarc.${sender.domain}: v=DMARC1; p=quarantine`,
      )
    const { domain, record } = found
    const policy = (domain !== sender.domain && tag(record, 'sp')) || tag(record, 'p')
    if (policy === 'quarantine' || policy === 'reject') return green(`${domain}: ${policy}`)
    return yellow(
      `${domain}: ${policy ?? 'no policy'}, so mail in its name by others still arrives`,
      'raise the policy to p=quarantine once the reports show only your own mail',
    )
  })

/** Replies and bounces come back to it, and some servers refuse senders that cannot be answered. */
const mxCheck = ({ domain }: SenderNames): Check =>
  dnsCheck('MX', async ({ dns }) => {
    const answer = await canReceiveMail(domain, { resolve: dns, timeout: 5000 })
    if (answer === 'yes') return green(`${domain} receives mail`)
    if (answer === 'unknown')
      return yellow(`${domain}: the name servers did not say`, 'check this host’s name servers')
    return yellow(`${domain} has no mail server: replies are lost`, 'publish an MX record for it')
  })

/** What other mail servers look up before they believe the sender. */
export const senderDomainChecks = (sender: SenderNames, viaSes: boolean): Check[] => [
  spfCheck(sender, viaSes),
  dmarcCheck(sender),
  mxCheck(sender),
]
