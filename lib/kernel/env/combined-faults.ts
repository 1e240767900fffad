import { isLoopback } from '../loopback'
import type { Fields } from './fields'

/** A database across a network without a stated `sslmode` would send password hashes in the clear, unnoticed. */
function crossesNetworkUnstated(databaseUrl: string): boolean {
  const url = new URL(databaseUrl)
  const socket = url.searchParams.get('host')?.startsWith('/') || url.hostname === ''
  return !socket && !isLoopback(url) && !url.searchParams.has('sslmode')
}

type Reporting = { transport: Fields['EMAIL_TRANSPORT']; topicArns: string[] }

/**
 * Whether anybody tells us what becomes of a message that left: SES through its topics, the local mailbox by its
 * buttons, SMTP never. Where nobody does, 0 delivered or bounced would be an invention.
 */
export const hearsReports = ({ transport, topicArns }: Reporting): boolean =>
  transport === 'mailbox' || (transport === 'ses' && topicArns.length > 0)

/** Whether a message is sent that says whether mail arrives, though nobody could tell us that it did. */
function sendsCanariesInVain(given: Partial<Fields>): boolean {
  const { EMAIL_CANARY_MINUTES: minutes, EMAIL_TRANSPORT: transport, SNS_TOPIC_ARNS: topicArns } = given
  if (!minutes || !transport || !topicArns) return false
  return !hearsReports({ transport, topicArns })
}

/**
 * Faults that show only when values are read together. A value that is at fault itself is undefined, and breaks no
 * rule of these: every fault is listed, none twice.
 */
export function combinedFaults(given: Partial<Fields>): string[] {
  const transport = given.EMAIL_TRANSPORT
  const production = given.NODE_ENV === 'production'
  const app = given.APP_URL === undefined ? undefined : new URL(given.APP_URL)
  const isPublic = app !== undefined && !isLoopback(app)
  const faults: [boolean, string][] = [
    [transport === 'smtp' && !given.SMTP_URL, 'SMTP_URL is missing: EMAIL_TRANSPORT=smtp needs it'],
    [transport === 'ses' && !given.AWS_REGION, 'AWS_REGION is missing: EMAIL_TRANSPORT=ses needs it'],
    [
      sendsCanariesInVain(given),
      'EMAIL_CANARY_MINUTES needs reports of deliveries: EMAIL_TRANSPORT=ses and SNS_TOPIC_ARNS (or the local mailbox)',
    ],
    [
      given.RDS_INSTANCE_ID !== undefined && !given.AWS_REGION,
      'AWS_REGION is missing: RDS_INSTANCE_ID needs it',
    ],
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
      production && given.DATABASE_URL !== undefined && crossesNetworkUnstated(given.DATABASE_URL),
      'DATABASE_URL leaves this host: state its sslmode (verify-full recommended)',
    ],
  ]
  return faults.filter(([wrong]) => wrong).map(([, fault]) => fault)
}
