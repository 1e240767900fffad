import type { Context } from '../context'
import { createMailboxTransport } from './mailbox'
import { createSesTransport } from './ses'
import { createSmtpTransport } from './smtp'
import type { MailTransport } from './transport'

/** The way out for mail that the configuration names. */
export function createTransport(deps: Pick<Context, 'env' | 'db' | 'now' | 'log'>): MailTransport {
  const { transport, smtpUrl, configurationSet } = deps.env.email
  switch (transport) {
    case 'mailbox':
      return createMailboxTransport(deps)
    case 'ses':
      return createSesTransport({ configurationSet })
    case 'smtp':
      if (!smtpUrl) throw new Error('the smtp transport needs SMTP_URL')
      return createSmtpTransport(smtpUrl)
  }
}
