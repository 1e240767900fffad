import { domainOf } from '../../kernel/email-address'
import type { Env } from '../../kernel/env/env'
import { type Check, type Finding, green, red, yellow } from '../check'
import { readDmarc, readOrganization } from './dmarc'
import type { SenderNames } from './sender'
import { dnsCheck, mxCheck } from './sender-domain'

const GUIDE = 'docs/DELIVERY_OVER_SMTP.md'

const unreported: Check = {
  name: 'mail reports',
  run: async () =>
    yellow(
      'nobody tells what becomes of a message once it left',
      `name an address for reports in EMAIL_BOUNCE_ADDRESS (${GUIDE})`,
    ),
}

/** Finding where reports find no mail server. Others refuse mail of a sender that they cannot answer. */
const reportsLost = (domain: string): Finding =>
  red(
    `${domain} has no mail server: reports are lost, and some servers refuse our mail`,
    'publish an MX record for it',
  )

/** Checks that SPF of the reports' domain counts for the sender's (RFC 9989, section 4.4: alignment). */
const alignmentCheck = ({ domain: sender }: SenderNames, domain: string): Check =>
  dnsCheck('SPF alignment', async (probe): Promise<Finding> => {
    if (domain === sender) return green(`${domain} is the sender’s domain`)
    const policy = await readDmarc(probe, sender)
    if (policy.domain === undefined) return green(`${sender} has no DMARC record that asks for it`)
    if (policy.isStrict)
      return yellow(
        `${policy.domain} says aspf=s, so SPF of ${domain} does not count for ${sender}`,
        `remove aspf=s from the record of _dmarc.${policy.domain}, or take an EMAIL_BOUNCE_ADDRESS at ${sender}`,
      )
    const [own, ours] = [await readOrganization(probe, sender), await readOrganization(probe, domain)]
    if (own === ours) return green(`${domain} counts for ${sender}`)
    return yellow(
      `${domain} is of another organization than ${sender}, so its SPF does not count`,
      `take an EMAIL_BOUNCE_ADDRESS at or below ${own}`,
    )
  })

/** Checks that somebody brings the reports to us. A pipe of the mail server is not seen from here. */
const doorCheck = ({ bounceListener, bounceMailbox }: Env['email']): Check => ({
  name: 'report door',
  async run() {
    const doors = [bounceListener && 'BOUNCE_LISTEN', bounceMailbox && 'BOUNCE_IMAP_URL'].filter(Boolean)
    if (doors.length > 0) return green(`reports come by ${doors.join(' and ')}`)
    return yellow(
      'not checked: reports come by a pipe alone',
      `let the mail server pipe them to \`npm run report:read\`, or set BOUNCE_LISTEN or BOUNCE_IMAP_URL (${GUIDE})`,
    )
  },
})

/** Checks of the way that reports of mail servers take to us. */
export function bounceChecks(sender: SenderNames, email: Env['email']): Check[] {
  if (email.bounceAddress === undefined) return [unreported]
  const domain = domainOf(email.bounceAddress)
  return [mxCheck('report MX', domain, reportsLost), alignmentCheck(sender, domain), doorCheck(email)]
}
