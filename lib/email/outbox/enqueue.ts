import { type SQL, sql } from 'drizzle-orm'
import type { Account } from '../../account/account'
import { clockValue, SHARED_NOW } from '../../db/clock'
import { given, namedStatement } from '../../db/statement/named'
import type { CoreContext } from '../../kernel/context'
import { activeTraceparent } from '../../kernel/trace/trace'
import type { MintedLink } from '../../link/mint'
import { CANARY } from '../letters/canary'
import type { MessageKind } from '../letters/kinds'
import type { LetterData, LetterFacts } from '../letters/letter'
import { type AccountKind, LETTERS, type LinkKind } from '../letters/table'
import { recipientHash } from '../report/suppression'
import { emailMessages } from '../schema'
import { sealLetter } from './sealed-letter'

type Message = { kind: MessageKind; userId: number | null; letter: LetterData }

/** Puts a message into the outbox: it leaves with the transaction of `ctx`, never without it, never before. */
export async function enqueue(ctx: CoreContext, message: Message): Promise<void> {
  await enqueueing(ctx, messageValues(ctx, message))
}

/** The values of `storingMessage`. */
export const messageValues = (ctx: CoreContext, message: Message) => ({
  kind: message.kind,
  userId: message.userId,
  recipientHash: LETTERS[message.kind].hashesRecipient ? recipientHash(message.letter.to) : null,
  sealed: sealLetter(ctx.env, message),
  traceparent: activeTraceparent(),
  ...clockValue(ctx),
})

/** Puts a message into the outbox, where `gate` yields a row: a part of a statement. */
export const storingMessage = (gate: SQL): SQL => sql`
  insert into ${emailMessages} (kind, user_id, recipient_hash, sealed, traceparent, due_at, created_at)
  select ${given('kind', 'text')}, ${given('userId', 'bigint')}, ${given('recipientHash', 'bytea')}, ${given('sealed', 'bytea')},
    ${given('traceparent', 'text')}, ${SHARED_NOW}, ${SHARED_NOW}
  from ${gate}`

const enqueueing = namedStatement('enqueue_message', () => storingMessage(sql`(select) as one`))

type Recipient = Pick<Account, 'id' | 'email' | 'name' | 'locale'>

/** Additions to a letter: its facts, and the link that it carries, if it carries one. */
type Content<Kind> = { facts?: LetterFacts } & (Kind extends LinkKind ? MintedLink : { token?: undefined })

/** Mails a letter to an account: `mailLetter(t, 'verification', account, await mintLink(t, 'verify_email', account))`. */
export const mailLetter = <Kind extends AccountKind>(
  ctx: CoreContext,
  kind: Kind,
  { id, email, name, locale }: Recipient,
  ...[content]: Kind extends LinkKind ? [content: Content<Kind>] : [content?: Content<Kind>]
): Promise<void> => enqueue(ctx, { kind, userId: id, letter: { to: email, name, locale, ...content } })

/** Mails the farewell to an account that is deleted in the same transaction: the message belongs to nobody. */
export const mailFarewell = (ctx: CoreContext, { email, name, locale }: Recipient): Promise<void> =>
  enqueue(ctx, {
    kind: 'account_deleted',
    userId: null,
    letter: { to: email, name, locale, facts: { at: ctx.now().toISOString() } },
  })

/** Mails a canary, to nobody: a report of its delivery shows that mail arrives. */
export const mailCanary = (ctx: CoreContext): Promise<void> =>
  enqueue(ctx, { kind: 'canary', userId: null, letter: CANARY })
