import type { Attachment, Email } from 'postal-mime'
import { type Fields, groupsOf } from './fields'

/**
 * The parts of a mailed report that are read. `own-letter`: a letter of ours came back as it left, a canary. `groups` are the
 * fields of its recipients, `text` is its part for people, and `places` are the texts that may carry our mark, the most certain first.
 */
export type Parsed = {
  kind: 'delivery-status' | 'feedback' | 'own-letter'
  groups: Fields[]
  text: string
  places: string[]
  /** Names this report, the same at every delivery of it. */
  identity: string
}

/** Parts within parts; reports have two levels. */
const DEEPEST = 10
/** Parts of a report; the ones that were seen have three. */
const MOST_PARTS = 20
/** Characters read of the returned message. */
const RETURNED = 64_000

const KINDS: Record<string, Parsed['kind']> = {
  'message/delivery-status': 'delivery-status',
  'message/global-delivery-status': 'delivery-status',
  'message/feedback-report': 'feedback',
}
const RETURNED_PART = /^(?:message\/(?:rfc822|global)(?:-headers)?|text\/rfc822-headers)$/

/** Fields of a header that name the recipient of the report itself. */
const ADDRESSED = ['delivered-to', 'x-original-to', 'envelope-to', 'to']

/** Fields of the returned message that carry our mark. */
const MARKED = /^(?:return-path|message-id)[ \t]*:[^\n]*(?:\n[ \t]+[^\n]*)*/gim

const contentOf = ({ content }: Attachment): string => String(content)

const headerOf = ({ headers }: Email, names: string[]): string[] =>
  names.flatMap((name) => headers.filter(({ key }) => key === name).map(({ value }) => value))

/** The fields of the returned message that may carry our mark. */
const returnedMarks = (attachments: Attachment[]): string[] =>
  attachments
    .filter(({ mimeType }) => RETURNED_PART.test(mimeType))
    .map((part) => contentOf(part).slice(0, RETURNED).trimStart())
    .flatMap((returned) => returned.split(/\n\r?\n/, 1)[0]?.match(MARKED) ?? [])

/**
 * Takes a message apart. Null: it is damaged. Mail without a report in it is taken for a letter of ours, which its mark proves or not:
 * an out-of-office answer, a challenge, a read receipt. Reports within forwarded messages are not looked for.
 */
export async function parseReport(raw: Uint8Array): Promise<Parsed | null> {
  // Loaded with the first report: most processes read none.
  const { default: PostalMime } = await import('postal-mime')
  const options = {
    forceRfc822Attachments: true,
    attachmentEncoding: 'utf8',
    maxNestingDepth: DEEPEST,
  } as const
  const mail = await PostalMime.parse(raw, options).catch(() => undefined)
  if (!mail || mail.attachments.length > MOST_PARTS) return null
  const part = mail.attachments.find(({ mimeType }) => mimeType in KINDS)
  const kind = part && KINDS[part.mimeType]
  const identity = `${mail.messageId ?? ''}\0${part ? contentOf(part) : ''}`
  if (!part || !kind)
    return { kind: 'own-letter', groups: [], text: '', places: [mail.messageId ?? ''], identity }
  const groups = groupsOf(contentOf(part))
  const envelopeIds = groups.flatMap((fields) => fields.get('original-envelope-id') ?? [])
  return {
    kind,
    groups,
    text: mail.text ?? '',
    places: [...headerOf(mail, ADDRESSED), ...envelopeIds, ...returnedMarks(mail.attachments)],
    identity,
  }
}
