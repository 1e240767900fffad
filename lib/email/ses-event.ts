import { z } from 'zod'
import type { BounceType, MailEvent, MailEventType } from './lifecycle'
import type { SnsNotification } from './sns/message'

/** The tag under which our own id of a message travels with it. */
export const MESSAGE_TAG = 'huntaze-message'

/** ISO 8601 with a zone; the guide's own examples write one as ` +0000`. */
const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})? ?(Z|[+-]\d\d:?\d\d)$/)
  .transform((text) => new Date(text.replace(/ ?([+-]\d\d):?(\d\d)$/, '$1:$2')))
  .refine((date) => !Number.isNaN(date.getTime()))

/** A class of reason, down to its letters: whatever else a provider writes there could hold an address. */
const reason = z
  .string()
  .optional()
  .transform((text) => text?.replace(/[^A-Za-z]/g, '').slice(0, 40) || undefined)

const BOUNCES = { Permanent: 'hard', Transient: 'soft', Undetermined: 'soft' } as const satisfies Record<
  string,
  BounceType
>

/** What all reports say of the message itself. Tags come only through a configuration set. */
const mail = z.object({
  timestamp: time,
  messageId: z.string().regex(/^[\w.-]{1,128}$/),
  tags: z.record(z.string(), z.array(z.string())).optional(),
})

type Detail = { type: MailEventType; occurredAt?: Date; bounce?: BounceType; reason?: string }

const bounce = z
  .object({
    bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']),
    bounceSubType: reason,
    timestamp: time,
  })
  .transform(
    (of): Detail => ({
      type: 'bounce',
      occurredAt: of.timestamp,
      bounce: BOUNCES[of.bounceType],
      reason: of.bounceSubType,
    }),
  )

const complaint = z
  .object({ complaintFeedbackType: reason, complaintSubType: reason, timestamp: time })
  .transform(
    (of): Detail => ({
      type: 'complaint',
      occurredAt: of.timestamp,
      reason: of.complaintFeedbackType ?? of.complaintSubType,
    }),
  )

const delivery = z
  .object({ timestamp: time })
  .transform((of): Detail => ({ type: 'delivery', occurredAt: of.timestamp }))

const delay = z
  .object({ timestamp: time, delayType: reason })
  .transform((of): Detail => ({ type: 'delay', occurredAt: of.timestamp, reason: of.delayType }))

const reject = z.object({ reason }).transform((of): Detail => ({ type: 'reject', reason: of.reason }))

/** Where each kind of report keeps what is its own, and how that is read. */
const DETAILS = new Map<string, { at: string; schema: z.ZodType<Detail> }>([
  ['Bounce', { at: 'bounce', schema: bounce }],
  ['Complaint', { at: 'complaint', schema: complaint }],
  ['Delivery', { at: 'delivery', schema: delivery }],
  ['DeliveryDelay', { at: 'deliveryDelay', schema: delay }],
  ['Reject', { at: 'reject', schema: reject }],
  ['Send', { at: 'send', schema: z.unknown().transform((): Detail => ({ type: 'send' })) }],
  [
    'Rendering Failure',
    { at: 'failure', schema: z.unknown().transform((): Detail => ({ type: 'rendering_failure' })) },
  ],
])

/** Known, and of no consequence for a message's life. The last confirms that notifications were switched on. */
const IGNORED = new Set(['Open', 'Click', 'Subscription', 'AmazonSnsSubscriptionSucceeded'])

/** What an event destination's topic receives once, as plain text. */
const TOPIC_VALIDATED = /^Successfully validated SNS topic\b/

const report = z.looseObject({ eventType: z.string().optional(), notificationType: z.string().optional() })

function ownId(tags: Record<string, string[]> | undefined): number | undefined {
  const [text = ''] = tags?.[MESSAGE_TAG] ?? []
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(id) ? id : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A feedback report may also say that a mail was filed as spam by mistake (IANA, "MARF feedback types": not-spam). */
const isNoComplaint = ({ type, reason }: Detail): boolean => type === 'complaint' && reason === 'notspam'

/**
 * Reads what Amazon SES says of a message, in both its shapes: `notificationType`, configured on an identity, and
 * `eventType`, published by a configuration set (Amazon SES developer guide, "Amazon SNS notification contents" and
 * "Contents of event data"). Fields that are not named there are passed over, as it asks. No address is kept.
 * @param notification a message that `verifySnsMessage` believed
 * @returns the reports in it, none for those that change nothing, or null when it is not understood
 */
export function parseSesEvent({
  Message,
  MessageId,
}: Pick<SnsNotification, 'Message' | 'MessageId'>): MailEvent[] | null {
  if (TOPIC_VALIDATED.test(Message)) return []
  const body = report.safeParse(jsonOf(Message)).data
  const kind = body?.eventType ?? body?.notificationType ?? ''
  if (IGNORED.has(kind)) return []
  const known = DETAILS.get(kind)
  const about = mail.safeParse(body?.mail).data
  const detail = known?.schema.safeParse(body?.[known.at]).data
  if (!about || !detail) return null
  if (isNoComplaint(detail)) return []
  return [
    {
      ...detail,
      occurredAt: detail.occurredAt ?? about.timestamp,
      sourceId: MessageId,
      messageId: ownId(about.tags),
      providerMessageId: about.messageId,
    },
  ]
}
