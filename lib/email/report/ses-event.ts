import { z } from 'zod'
import { MESSAGE_TAG } from '../../kernel/brand'
import type { MailEvent } from './lifecycle'
import { type Detail, readDetail, time } from './ses-detail'
import type { SnsNotification } from './sns/message'

/** Part of every report about the message itself. Tags come only through a configuration set. */
const mail = z.object({
  timestamp: time,
  messageId: z.string().regex(/^[\w.-]{1,128}$/),
  tags: z.record(z.string(), z.array(z.string())).optional(),
})

/** Known kinds that change no message. The last one announces that notifications were switched on. */
const IGNORED = new Set(['Open', 'Click', 'Subscription', 'AmazonSnsSubscriptionSucceeded'])

/** Plain text that an event destination's topic receives once. */
const TOPIC_VALIDATED = /^Successfully validated SNS topic\b/

const report = z.looseObject({ eventType: z.string().optional(), notificationType: z.string().optional() })

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Our name for the message. A number there is the tag of an earlier release: any database has a message of that number. */
function referenceOf(tags: Record<string, string[]> | undefined): string | undefined {
  const [text = ''] = tags?.[MESSAGE_TAG] ?? []
  return UUID.test(text) ? text : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A feedback report may also say that mail was filed as spam by mistake (IANA "MARF feedback types": not-spam). */
const isNoComplaint = ({ type, reason }: Detail): boolean => type === 'complaint' && reason === 'notspam'

/**
 * Reads a report of Amazon SES about a message, in both its shapes: `notificationType`, configured on an identity, and
 * `eventType`, published by a configuration set (Amazon SES developer guide, "Amazon SNS notification contents" and
 * "Contents of event data"). Fields that are not named here are passed over, as it asks. No address is kept.
 * @param notification a message that `verifySnsMessage` believed
 * @returns the reports in it, none for a kind that changes nothing, or null when it is not understood
 */
export function parseSesEvent({
  Message,
  MessageId,
}: Pick<SnsNotification, 'Message' | 'MessageId'>): MailEvent[] | null {
  if (TOPIC_VALIDATED.test(Message)) return []
  const body = report.safeParse(jsonOf(Message)).data ?? {}
  const kind = body.eventType ?? body.notificationType ?? ''
  if (IGNORED.has(kind)) return []
  const about = mail.safeParse(body.mail).data
  const own = readDetail(kind, body)
  if (!about || !own) return null
  if (isNoComplaint(own)) return []
  const ids = { sourceId: MessageId, reference: referenceOf(about.tags), providerMessageId: about.messageId }
  return [{ ...own, ...ids, occurredAt: own.occurredAt ?? about.timestamp }]
}
