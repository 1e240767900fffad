import type { Account } from '../account/account'
import { setPassword } from '../account/change'
import type { StoredAccount } from '../account/find'
import { cancelMessages } from '../email/outbox/cancel'
import { removeWaysIn } from '../factor/remove-all'
import type { InTransaction } from '../kernel/context'
import { endSessions } from '../session/end'
import { voidLinks } from './consume'
import { proveAddress } from './prove-address'
import { LINK_PURPOSES } from './purposes'

/**
 * The holder of the mailbox takes a locked account over with a new password (specification 4.1 and 4.2), or with none, through a
 * provider that vouches for the address (4.7). Proves the address,
 * ends every session, and voids every mark of a known device and every mailed link but the one that undoes a change of
 * address. Where the address was unproven until now, all other ways in go, too: a stranger may have added them (pre-hijacking).
 * @returns the account as it is now; its next sign-in is the first
 */
export async function takeOver(
  t: InTransaction,
  account: Account,
  passwordHash: string | null,
): Promise<StoredAccount> {
  const { id: userId } = account
  if (!account.emailVerified) await removeWaysIn(t, userId)
  await proveAddress(t, account)
  const deviceEpoch = await setPassword(t, userId, { passwordHash, deviceKnown: false })
  await endSessions(t, userId)
  await voidLinks(t, LINK_PURPOSES.reset_password.voids, userId)
  for (const kind of ['password_reset', 'email_change'] as const)
    await cancelMessages(t, { userId, reason: 'PasswordChosen', kind })
  const factors = account.emailVerified ? {} : { secondFactorSince: null, passkeys: 0 }
  return { ...account, ...factors, passwordHash, emailVerified: true, deviceEpoch, deviceKnown: false }
}
