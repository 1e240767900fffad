import { parseSender } from '../../kernel/sender'

/** `mail.huntaze.com` and each domain above it that has a dot: SES lets a verified domain send for those below it. */
function domainsAbove(domain: string): string[] {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'))
}

/** The sender's address and domain, and the domains whose verification covers it, the nearest first. */
export type SenderNames = { address: string; domain: string; domains: string[] }

/** @param from a sender the configuration accepted: `Huntaze <noreply@huntaze.com>` */
export function senderNames(from: string): SenderNames {
  const address = (parseSender(from)?.address ?? from).toLowerCase()
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return { address, domain, domains: domainsAbove(domain) }
}
