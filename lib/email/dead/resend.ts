import { and, eq } from 'drizzle-orm'
import type { Account } from '../../account/account'
import type { InTransaction } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import type { Message } from '../report/match'
import { isSuppressed, recipientHash } from '../report/suppression'
import { emailMessages } from '../schema'
import { IS_DEAD_LETTER } from './cause'
import { existsNewer } from './newer'
import { RESEND_REFUSALS, type ResendRefusal, type ResendResult } from './refusals'
import { RENEWALS, type Renewal } from './renew'
import { isRenewable, saysTheSame } from './renewable'

type Resent = Result<Message, ResendRefusal | 'rate_limited' | 'nothing_to_do'>

/** Locks a message that died of a fault and was not sent again; undefined: there is none of this number. */
async function lockDead({ db }: InTransaction, id: number): Promise<Message | undefined> {
  const [message] = await db
    .select()
    .from(emailMessages)
    .where(and(eq(emailMessages.id, id), IS_DEAD_LETTER))
    .for('update')
  return message
}

/** A new address is asked for what it may prove itself (`renew.ts`); every other letter goes to the account's own. */
const isMoved = ({ kind, recipientHash: hash }: Message, { email }: Account): boolean =>
  kind !== 'email_change' && hash !== null && !hash.equals(recipientHash(email))

async function renew(t: InTransaction, message: Message, account: Account | null): Promise<Renewal> {
  if (!account || account.id !== message.userId) return fail('recipient_gone')
  if (account.disabledAt) return fail('recipient_disabled')
  if (!isRenewable(message.kind)) return fail('content_erased')
  if (isMoved(message, account)) return fail('recipient_moved')
  if (await isSuppressed(t, account.email)) return fail('recipient_suppressed')
  if (saysTheSame(message.kind) && (await existsNewer(t, message, message.kind)))
    return fail('message_superseded')
  return RENEWALS[message.kind](t, { account, message })
}

const isFinal = (code: string): code is ResendRefusal => (RESEND_REFUSALS as readonly string[]).includes(code)

const note = async ({ db }: InTransaction, id: number, resendResult: ResendResult): Promise<void> => {
  await db.update(emailMessages).set({ resendResult, resendAt: null }).where(eq(emailMessages.id, id))
}

/**
 * Sends a dead message again: writes its letter anew, for the outbox to send as any other. Of two who ask at once one does. How
 * it ended stands in the row, unless its recipient has had enough mail for now.
 * @param account the message's account, locked; null where it has none
 */
export async function resendDead(t: InTransaction, id: number, account: Account | null): Promise<Resent> {
  const message = await lockDead(t, id)
  if (!message) return fail('nothing_to_do')
  const refusal = await renew(t, message, account)
  if (!refusal) {
    await note(t, id, 'sent')
    return ok(message)
  }
  if (isFinal(refusal.error.code)) await note(t, id, refusal.error.code)
  return refusal
}
