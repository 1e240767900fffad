import type { CoreContext, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { isKnownDevice } from '../session/device'
import type { Subject } from './subject'

/**
 * The limits that count failures for one account. They count attempts first and forget them at success, so that
 * simultaneous guesses cannot slip past. A browser that has signed in to the account before has a budget of its
 * own: strangers who use up the others cannot lock the owner out (OWASP ASVS 6.1.1).
 */
export function signInLimits(
  { env }: Pick<CoreContext, 'env'>,
  email: EmailAddress,
  user: { id: number; passwordHash: string } | undefined,
  visitor: Pick<Visitor, 'network'>,
  deviceMark: string | null,
): Subject[] {
  if (isKnownDevice(env, user, deviceMark)) {
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
