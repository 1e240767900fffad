import type { Account } from '../../account/account'
import type { CoreContext } from '../../kernel/context'
import { toEmailAddress } from '../../kernel/email-address'
import { seal } from '../../kernel/seal'
import { recipientHash } from '../report/suppression'
import { emailMessages } from '../schema'
import { type Letter, type MessageKind, sealContext } from './letter'

/** Puts a message into the outbox: it leaves with the transaction of `ctx`, never without it, never before. */
export async function enqueue(
  { db, env, now }: CoreContext,
  message: { kind: MessageKind; userId: number | null; letter: Letter },
): Promise<void> {
  const { kind, userId, letter } = message
  const at = now()
  await db.insert(emailMessages).values({
    kind,
    userId,
    // A canary's address is nobody's: what becomes of one must not suppress the next.
    recipientHash: kind === 'canary' ? null : recipientHash(letter.to),
    sealed: seal(env, 'outbox', sealContext(kind, userId), JSON.stringify(letter)),
    dueAt: at,
    createdAt: at,
  })
}

type Recipient = Pick<Account, 'id' | 'email' | 'name' | 'locale'>

/** Mails a letter to an account; `token` is the one of the link in it, where it has one. */
export const mailLetter = (
  ctx: CoreContext,
  kind: Exclude<MessageKind, 'canary'>,
  { id, email, name, locale }: Recipient,
  token?: string,
): Promise<void> => enqueue(ctx, { kind, userId: id, letter: { to: email, name, locale, token } })

/**
 * Takes every message and reports it delivered, without harm to the sender's reputation, even from an account in the
 * sandbox (Amazon SES developer guide, "Using the mailbox simulator"; it allows a label after `+`).
 */
const SIMULATED_RECIPIENT = toEmailAddress('success+canary@simulator.amazonses.com')

/** Mails a canary, to nobody: whether its delivery is reported tells whether mail arrives. */
export const mailCanary = (ctx: CoreContext): Promise<void> =>
  enqueue(ctx, {
    kind: 'canary',
    userId: null,
    letter: { to: SIMULATED_RECIPIENT, name: 'Canary', locale: 'en' },
  })
