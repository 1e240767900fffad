import { cancelMessages } from '../email/outbox/cancel'
import { forgetRecipient } from '../email/outbox/forget-recipient'
import { forgetMailbox } from '../email/transport/mailbox/mailbox'
import type { DataContext, InTransaction } from '../kernel/context'
import { endSessions } from '../session/end'
import type { Account } from './account'
import { deleteAccount } from './change'

type Reason = Parameters<typeof cancelMessages>[1]['reason']

type Erased = Pick<Account, 'id' | 'email'>

/** Erases what the outbox and `users` hold of a locked account: `eraseAccount` for callers without the configuration. */
export async function eraseRows(
  t: InTransaction<DataContext>,
  { id }: Pick<Erased, 'id'>,
  reason: Reason,
): Promise<void> {
  // Users are locked before messages, as everywhere (migration 0006): the caller holds the account.
  await cancelMessages(t, { userId: id, reason })
  await forgetRecipient(t, id)
  // Other services hear of the sessions' end before that of the account.
  await endSessions(t, id)
  await deleteAccount(t, id)
}

/**
 * Erases a locked account, whoever decided it: its row, sessions and links are gone, its waiting mail is cancelled, its messages
 * are nobody's, and its address is free. docs/security.md lists what stays; its event is the caller's. Mail that is wanted
 * afterwards is put into the outbox afterwards, for nobody's account (`mailFarewell`).
 */
export async function eraseAccount(t: InTransaction, account: Erased, reason: Reason): Promise<void> {
  await forgetMailbox(t, account.email)
  await eraseRows(t, account, reason)
}
