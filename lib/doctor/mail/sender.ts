import { parseSender } from '../../kernel/sender'

/** `mail.huntaze.com` and each domain above it that has a dot: whoever verified one of them may send for all below. */
function domainsAbove(domain: string): string[] {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'))
}

/** Who the mail is from: everything that may stand for it, the nearest first. */
export type SenderNames = { address: string; domain: string; domains: string[] }

/** @param from a sender the configuration accepted: `Huntaze <noreply@huntaze.com>` */
export function senderNames(from: string): SenderNames {
  const address = (parseSender(from)?.address ?? from).toLowerCase()
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return { address, domain, domains: domainsAbove(domain) }
}
