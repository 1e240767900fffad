import { isLoopback } from '../network/loopback'
import { databaseAddress } from './database'
import { lacksIssuers } from './email-proof'
import type { Fields } from './fields'
import { groupFaults } from './providers'

/** True for a database across a network without `sslmode`: password hashes would travel in the clear, unnoticed. */
const crossesNetworkWithoutSslMode = (databaseUrl: string): boolean =>
  !databaseAddress(databaseUrl).isLocal && !new URL(databaseUrl).searchParams.has('sslmode')

type Reporting = { transport: Fields['EMAIL_TRANSPORT']; topicArns: string[]; bounceAddress?: string }

/**
 * Whether deliveries and bounces are reported to us: by SES through its topics, by the local mailbox through its
 * buttons, over SMTP by mail to our address of reports. Without reports, "0 bounced" would be an invention.
 */
export const hearsReports = ({ transport, topicArns, bounceAddress }: Reporting): boolean =>
  transport === 'mailbox' ||
  (transport === 'ses' && topicArns.length > 0) ||
  (transport === 'smtp' && bounceAddress !== undefined)

/** Whether canaries are configured though nobody reports deliveries. */
function sendsUnreportedCanaries(given: Partial<Fields>): boolean {
  const { EMAIL_CANARY_MINUTES: minutes, EMAIL_TRANSPORT: transport, SNS_TOPIC_ARNS: topicArns } = given
  if (!minutes || !transport || !topicArns) return false
  return !hearsReports({ transport, topicArns, bounceAddress: given.EMAIL_BOUNCE_ADDRESS })
}

/** Whether a variable was not given. A variable with a fault was given, and is left out of `given`. */
const isMissing = (given: Partial<Fields>, name: keyof Fields): boolean => name in given && !given[name]

/**
 * Faults that show only in several values together. A value with a fault of its own is undefined and breaks no rule
 * here, so that no fault is listed twice.
 */
export function combinedFaults(given: Partial<Fields>): string[] {
  const transport = given.EMAIL_TRANSPORT
  const production = given.NODE_ENV === 'production'
  const app = given.APP_URL === undefined ? undefined : new URL(given.APP_URL)
  const isPublic = app !== undefined && !isLoopback(app)
  const faults: [boolean, string][] = [
    [
      transport === 'smtp' && isMissing(given, 'SMTP_URL'),
      'SMTP_URL is missing: EMAIL_TRANSPORT=smtp needs it',
    ],
    [
      transport === 'ses' && isMissing(given, 'AWS_REGION'),
      'AWS_REGION is missing: EMAIL_TRANSPORT=ses needs it',
    ],
    [
      sendsUnreportedCanaries(given),
      'EMAIL_CANARY_MINUTES needs reports of deliveries: EMAIL_TRANSPORT=ses and SNS_TOPIC_ARNS, or smtp and EMAIL_BOUNCE_ADDRESS (or the local mailbox)',
    ],
    [
      transport === 'ses' && given.EMAIL_BOUNCE_ADDRESS !== undefined,
      'EMAIL_BOUNCE_ADDRESS needs EMAIL_TRANSPORT=smtp: SES reports by SNS_TOPIC_ARNS',
    ],
    [
      (given.BOUNCE_LISTEN !== undefined || given.BOUNCE_IMAP_URL !== undefined) &&
        isMissing(given, 'EMAIL_BOUNCE_ADDRESS'),
      'EMAIL_BOUNCE_ADDRESS is missing: BOUNCE_LISTEN and BOUNCE_IMAP_URL need it',
    ],
    [
      given.RDS_INSTANCE_ID !== undefined && isMissing(given, 'AWS_REGION'),
      'AWS_REGION is missing: RDS_INSTANCE_ID needs it',
    ],
    [lacksIssuers(given), 'EMAIL_PROOF_ISSUERS is missing: EMAIL_PROOF_BY_BROWSER=on needs it'],
    [
      production && transport === 'mailbox' && isPublic,
      'EMAIL_TRANSPORT=mailbox shows every link to whoever looks: in production it needs a loopback APP_URL',
    ],
    [
      production && isPublic && app.protocol !== 'https:',
      'APP_URL must be https in production (a loopback address may be http)',
    ],
    [
      production && given.BCRYPT_COST !== undefined && given.BCRYPT_COST < 10,
      'BCRYPT_COST must be at least 10 in production',
    ],
    [
      production && given.DATABASE_URL !== undefined && crossesNetworkWithoutSslMode(given.DATABASE_URL),
      'DATABASE_URL leaves this host: state its sslmode (verify-full recommended)',
    ],
  ]
  return [...faults.filter(([wrong]) => wrong).map(([, fault]) => fault), ...groupFaults(given)]
}
