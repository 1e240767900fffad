import type { Account } from '../../account/account'
import { sharedNow } from '../../db/clock'
import type { CoreContext } from '../../kernel/context'
import { CANARY } from '../letters/canary'
import type { MessageKind } from '../letters/kinds'
import type { LetterData } from '../letters/letter'
import { type AccountKind, LETTERS, type LinkKind } from '../letters/table'
import { recipientHash } from '../report/suppression'
import { emailMessages } from '../schema'
import { sealLetter } from './sealed-letter'

/** Puts a message into the outbox: it leaves with the transaction of `ctx`, never without it, never before. */
export async function enqueue(
  ctx: CoreContext,
  message: { kind: MessageKind; userId: number | null; letter: LetterData },
): Promise<void> {
  const { kind, userId, letter } = message
  const at = sharedNow(ctx)
  await ctx.db.insert(emailMessages).values({
    kind,
    userId,
    recipientHash: LETTERS[kind].hashesRecipient ? recipientHash(letter.to) : null,
    sealed: sealLetter(ctx.env, message),
    dueAt: at,
    createdAt: at,
  })
}

type Recipient = Pick<Account, 'id' | 'email' | 'name' | 'locale'>

/** Mails a letter to an account, with the token of the link that it carries, if it carries one. */
export const mailLetter = <Kind extends AccountKind>(
  ctx: CoreContext,
  kind: Kind,
  { id, email, name, locale }: Recipient,
  ...[token]: Kind extends LinkKind ? [token: string] : []
): Promise<void> => enqueue(ctx, { kind, userId: id, letter: { to: email, name, locale, token } })

/** Mails a canary, to nobody: a report of its delivery shows that mail arrives. */
export const mailCanary = (ctx: CoreContext): Promise<void> =>
  enqueue(ctx, { kind: 'canary', userId: null, letter: CANARY })
