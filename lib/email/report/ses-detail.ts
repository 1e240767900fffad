import { z } from 'zod'
import type { MailEvent } from './lifecycle'
import { judgeBounce } from './ses-bounce'

/** ISO 8601 with a zone; the guide's own examples write one as ` +0000`. */
export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})? ?(Z|[+-]\d\d:?\d\d)$/)
  .transform((text) => new Date(text.replace(/ ?([+-]\d\d):?(\d\d)$/, '$1:$2')))
  .refine((date) => !Number.isNaN(date.getTime()))

/** A class of reason, reduced to its letters: other characters could hold an address. */
const reason = z
  .string()
  .nullish()
  .transform((text) => text?.replace(/[^A-Za-z]/g, '').slice(0, 40) || undefined)

/** Our messages have one recipient. Its address is not read. */
const recipients = z
  .array(
    z
      .object({ status: z.string().nullish(), diagnosticCode: z.string().max(10_000).nullish() })
      .transform(({ status, diagnosticCode }) => ({
        status: status ?? undefined,
        diagnostic: diagnosticCode ?? undefined,
      })),
  )
  .catch([])

/** Content of the object that belongs to a report's kind. */
export type Detail = Pick<MailEvent, 'type' | 'bounce' | 'reason'> & Partial<Pick<MailEvent, 'occurredAt'>>

/** A kind of report: the name of its object and how to read it. Without a time there, the time of the mail counts. */
const detail = <T extends z.ZodRawShape>(
  at: string,
  shape: T,
  read: (own: z.output<z.ZodObject<T>>) => Detail,
) => ({
  at,
  schema: z.object(shape).transform(read),
})

const DETAILS = new Map<string, { at: string; schema: z.ZodType<Detail> }>([
  ['Send', detail('send', {}, () => ({ type: 'send' }))],
  [
    'Delivery',
    detail('delivery', { timestamp: time }, (own) => ({ type: 'delivery', occurredAt: own.timestamp })),
  ],
  [
    'DeliveryDelay',
    detail('deliveryDelay', { timestamp: time, delayType: reason }, (own) => ({
      type: 'delay',
      occurredAt: own.timestamp,
      reason: own.delayType,
    })),
  ],
  [
    'Bounce',
    detail(
      'bounce',
      {
        timestamp: time,
        bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']),
        bounceSubType: reason,
        bouncedRecipients: recipients,
      },
      (own) => ({
        type: 'bounce',
        occurredAt: own.timestamp,
        ...judgeBounce({ type: own.bounceType, subType: own.bounceSubType, ...own.bouncedRecipients[0] }),
      }),
    ),
  ],
  [
    'Complaint',
    detail(
      'complaint',
      { timestamp: time, complaintFeedbackType: reason, complaintSubType: reason },
      (own) => ({
        type: 'complaint',
        occurredAt: own.timestamp,
        reason: own.complaintFeedbackType ?? own.complaintSubType,
      }),
    ),
  ],
  ['Reject', detail('reject', { reason }, (own) => ({ type: 'reject', reason: own.reason }))],
  ['Rendering Failure', detail('failure', {}, () => ({ type: 'rendering_failure' }))],
])

/** Reads the object that belongs to a report's kind; undefined for an unknown kind, or for an object of another form. */
export function readDetail(kind: string, body: Record<string, unknown>): Detail | undefined {
  const known = DETAILS.get(kind)
  return known?.schema.safeParse(body[known.at] ?? {}).data
}
