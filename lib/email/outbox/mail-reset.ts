import type { Account } from '../../account/account'
import type { InTransaction } from '../../kernel/context'
import { mintLink } from '../../link/mint'
import { mailLetter } from './enqueue'

/** Mails a link to choose a new password to the address of a locked account. */
export const mailResetLink = async (t: InTransaction, account: Account): Promise<void> =>
  mailLetter(t, 'password_reset', account, await mintLink(t, 'reset_password', account))
