import { z } from 'zod'

/** Limits of the service itself: one line, no control characters. */
const subject = z.string().regex(/^\P{Cc}*$/u)

/**
 * Every field but the text itself is held to its documented form. That is more than neatness: the text under the
 * signature puts names and values on lines of their own and escapes nothing, so a value that could hold a line break
 * could be cut elsewhere than the signer did.
 */
const common = {
  MessageId: z.guid(),
  TopicArn: z.string().regex(/^[\w:.-]{1,512}$/),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
  SignatureVersion: z.string().max(10),
  Signature: z.base64().min(1).max(2048),
  SigningCertURL: z.string().max(2048),
}

const confirmation = {
  ...common,
  Token: z.string().regex(/^[\w-]{1,1024}$/),
  SubscribeURL: z.string().max(4096).regex(/^\S+$/),
}

const document = z.discriminatedUnion('Type', [
  z.object({
    ...common,
    Type: z.literal('Notification'),
    Subject: subject.nullish().transform((value) => value ?? undefined),
    UnsubscribeURL: z.string().max(4096).optional(),
  }),
  z.object({ ...confirmation, Type: z.literal('SubscriptionConfirmation') }),
  z.object({ ...confirmation, Type: z.literal('UnsubscribeConfirmation') }),
])

/**
 * Body that Amazon SNS posts to an HTTPS endpoint, under its own field names (Amazon SNS developer guide, "Parsing
 * message formats"). Believe nothing in it before `verifySnsMessage`.
 */
export type SnsMessage = z.infer<typeof document>
export type SnsNotification = Extract<SnsMessage, { Type: 'Notification' }>
export type SnsConfirmation = Exclude<SnsMessage, SnsNotification>

/**
 * Reads the body of a request. Fields that the guide does not name are dropped, not refused: the service adds some
 * (message attributes, sequence numbers), and no signature covers them.
 * @returns undefined when it is not an SNS message
 */
export function parseSnsMessage(body: string): SnsMessage | undefined {
  try {
    return document.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}

/** Time at which the service made the message, by its own clock. */
export const sentAt = ({ Timestamp }: Pick<SnsMessage, 'Timestamp'>): Date => new Date(Timestamp)
