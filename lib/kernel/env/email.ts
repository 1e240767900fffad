import { MINUTE } from '../clock'
import type { EmailAddress } from '../email-address'
import type { BounceListener, BounceMailbox } from './bounces'
import type { Fields } from './fields'
import { greetingName } from './smtp'

/** How mail leaves, and how we hear of it. */
export type EmailSettings = {
  transport: 'mailbox' | 'ses' | 'smtp'
  from: string
  replyTo?: string
  smtpUrl?: string
  /** SMTP: the name that mail servers are greeted with. */
  smtpName?: string
  /** SMTP: the address that mail servers report to; each message has its own form of it. */
  bounceAddress?: EmailAddress
  /** Doors for reports that this process opens. */
  bounceListener?: BounceListener
  bounceMailbox?: BounceMailbox
  /** SES: the configuration set whose event destination reports deliveries, bounces and complaints. */
  configurationSet?: string
  /** The SNS topics whose reports are accepted. */
  topicArns: string[]
  /** Milliseconds between two canaries; 0: none is sent. */
  canaryInterval: number
}

export const emailOf = (env: Fields): EmailSettings => ({
  transport: env.EMAIL_TRANSPORT,
  from: env.EMAIL_FROM,
  replyTo: env.EMAIL_REPLY_TO,
  smtpUrl: env.SMTP_URL,
  smtpName: env.SMTP_NAME ?? greetingName(env.APP_URL),
  bounceAddress: env.EMAIL_BOUNCE_ADDRESS,
  bounceListener: env.BOUNCE_LISTEN,
  bounceMailbox: env.BOUNCE_IMAP_URL,
  configurationSet: env.SES_CONFIGURATION_SET,
  topicArns: env.SNS_TOPIC_ARNS,
  canaryInterval: env.EMAIL_CANARY_MINUTES * MINUTE,
})
