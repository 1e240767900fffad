import { findAccountByEmail } from '../account/find'
import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { removeFactors } from '../factor/remove-all'
import type { DataContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { endSessions } from '../session/end'

/** Outcomes; `unknown` changes nothing. */
export type FactorReset = 'reset' | 'had_none' | 'unknown'

/**
 * Removes the second factor of whoever lost it: app, recovery codes and passkeys. For somebody with access to the server, because
 * operators have no other way back (docs/decisions/0041-ways-back.md). Ends the account's sessions. The command has no mail and no
 * secrets, so nobody is written to; the event stays.
 */
export const resetFactor = (ctx: DataContext, email: EmailAddress): Promise<FactorReset> =>
  transaction(ctx, async (t) => {
    const found = await findAccountByEmail(t, email)
    const account = found && (await lockAccount(t, found.id))
    if (!account) return 'unknown'
    const { id: userId, secondFactorSince, passkeys } = account
    if (secondFactorSince === null && passkeys === 0) return 'had_none'
    await removeFactors(t, userId)
    await endSessions(t, userId)
    await recordEvent(t, { type: 'factors_reset', userId, origin: null })
    return 'reset'
  })
