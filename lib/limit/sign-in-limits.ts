import type { CoreContext, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { isKnownDevice } from '../session/device'
import type { Subject } from './subject'

/** An attempt to sign in to the account with this address, if there is one. */
type Attempt = {
  email: EmailAddress
  account: { id: number; passwordHash: string } | undefined
  visitor: Visitor
  deviceMark: string | null
}

/**
 * The limits on failed sign-ins to one account. They count each attempt before it is checked and are reset by a
 * success, so that simultaneous guesses are all counted. A browser that has signed in to the account before has limits
 * of its own, so that strangers cannot lock the owner out (OWASP ASVS 6.1.1).
 */
export function signInLimits(
  { env }: CoreContext,
  { email, account, visitor, deviceMark }: Attempt,
): Subject[] {
  if (isKnownDevice(env, account, deviceMark)) {
    return [
      ['loginByKnownDevice', `${email} ${deviceMark}`],
      ['loginByKnownDevices', email],
    ]
  }
  return [
    ['loginByAccountAndNetwork', `${email} ${visitor.network}`],
    ['loginByAccount', email],
  ]
}
