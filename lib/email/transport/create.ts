import type { CoreContext } from '../../kernel/context'
import type { MailTransport } from '../../kernel/ports'
import { createSesTransport } from '../ses'
import { createMailboxTransport } from './mailbox/mailbox'
import { createSmtpTransport } from './smtp/smtp'

/** Opens the transport that the configuration names. */
export function createTransport(deps: CoreContext): MailTransport {
  const { transport, smtpUrl, smtpName, configurationSet, bounceAddress } = deps.env.email
  switch (transport) {
    case 'mailbox':
      return createMailboxTransport(deps)
    case 'ses':
      return createSesTransport({ configurationSet })
    case 'smtp':
      if (!smtpUrl) throw new Error('the smtp transport needs SMTP_URL')
      return createSmtpTransport(smtpUrl, {
        name: smtpName,
        bounces: bounceAddress ? { address: bounceAddress, authSecrets: deps.env.authSecrets } : undefined,
      })
  }
}
