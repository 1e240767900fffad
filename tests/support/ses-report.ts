/** The kinds of report that Amazon SES publishes. */
export type SesKind =
  | 'Send'
  | 'Delivery'
  | 'Bounce'
  | 'Complaint'
  | 'Reject'
  | 'DeliveryDelay'
  | 'Rendering Failure'
  | 'Open'
  | 'Click'
  | 'Subscription'

export type SesReportOptions = {
  /** Our name for the message, as the tag that comes back; a number of an earlier release. */
  reference?: string | number
  providerMessageId?: string
  recipient?: string
  /** When it happened. */
  at?: Date
  /** Fields of the kind's own object, replaced. */
  detail?: Record<string, unknown>
}

const PROVIDER_ID = '0107019a2b3c4d5e-7c191be4-e9ae-4d12-a87d-dd0099a07f8a-000000'
const FEEDBACK_ID = '0107019a2b3c4d60-61b59c11-9236-11e6-8f96-7be8aexample-000000'
const AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'

/** Where a kind keeps its own object, and what is in it (Amazon SES developer guide, examples of event data). */
const DETAILS: Record<SesKind, [at: string, detail: (time: string, recipient: string) => object]> = {
  Send: ['send', () => ({})],
  Delivery: [
    'delivery',
    (timestamp, recipient) => ({
      timestamp,
      processingTimeMillis: 1893,
      recipients: [recipient],
      smtpResponse: '250 2.6.0 Message received',
      remoteMtaIp: '192.0.2.25',
      reportingMTA: 'mta.example.com',
    }),
  ],
  Bounce: [
    'bounce',
    (timestamp, recipient) => ({
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        {
          emailAddress: recipient,
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: `smtp; 550 5.1.1 <${recipient}>... user unknown`,
        },
      ],
      timestamp,
      feedbackId: FEEDBACK_ID,
      reportingMTA: 'dsn; mta.example.com',
    }),
  ],
  Complaint: [
    'complaint',
    (timestamp, recipient) => ({
      complainedRecipients: [{ emailAddress: recipient }],
      timestamp,
      feedbackId: FEEDBACK_ID,
      complaintSubType: null,
      userAgent: AGENT,
      complaintFeedbackType: 'abuse',
      arrivalDate: timestamp,
    }),
  ],
  Reject: ['reject', () => ({ reason: 'Bad content' })],
  DeliveryDelay: [
    'deliveryDelay',
    (timestamp, recipient) => ({
      timestamp,
      delayType: 'TransientCommunicationFailure',
      expirationTime: timestamp,
      delayedRecipients: [
        { emailAddress: recipient, status: '4.4.1', diagnosticCode: 'smtp; 421 4.4.1 Unable to connect' },
      ],
    }),
  ],
  'Rendering Failure': [
    'failure',
    () => ({ errorMessage: "Attribute 'name' is not present in the rendering data.", templateName: 'Mail' }),
  ],
  Open: ['open', (timestamp) => ({ ipAddress: '192.0.2.1', timestamp, userAgent: AGENT })],
  Click: [
    'click',
    (timestamp) => ({
      ipAddress: '192.0.2.1',
      link: 'https://huntaze.com/',
      linkTags: {},
      timestamp,
      userAgent: AGENT,
    }),
  ],
  Subscription: [
    'subscription',
    (timestamp) => ({ contactList: 'List', timestamp, source: 'UnsubscribeHeader' }),
  ],
}

function mailOf(
  { providerMessageId = PROVIDER_ID, recipient = 'jean@example.com' }: SesReportOptions,
  at: Date,
) {
  return {
    timestamp: new Date(at.getTime() - 2000).toISOString(),
    source: 'Huntaze <noreply@huntaze.com>',
    sourceArn: 'arn:aws:ses:eu-west-3:123456789012:identity/huntaze.com',
    sendingAccountId: '123456789012',
    messageId: providerMessageId,
    destination: [recipient],
    headersTruncated: false,
    headers: [{ name: 'To', value: recipient }],
    commonHeaders: { from: ['noreply@huntaze.com'], to: [recipient], messageId: providerMessageId },
  }
}

function report(kind: SesKind, options: SesReportOptions) {
  const { at = new Date(), recipient = 'jean@example.com' } = options
  const [name, detail] = DETAILS[kind]
  return {
    mail: mailOf(options, at),
    [name]: { ...detail(at.toISOString(), recipient), ...options.detail },
  }
}

/** A report as a configuration set's event destination publishes it, with tags. */
export function sesEvent(kind: SesKind, options: SesReportOptions = {}) {
  const { mail, ...rest } = report(kind, options)
  const own = options.reference === undefined ? {} : { 'huntaze-message': [String(options.reference)] }
  const tags = { 'ses:configuration-set': ['huntaze'], 'ses:from-domain': ['huntaze.com'], ...own }
  return { eventType: kind, mail: { ...mail, tags }, ...rest }
}

/** A report as an identity's feedback notifications send it: fewer kinds, no tags. */
export const sesNotification = (
  kind: 'Bounce' | 'Complaint' | 'Delivery',
  options: SesReportOptions = {},
) => ({
  notificationType: kind,
  ...report(kind, options),
})
