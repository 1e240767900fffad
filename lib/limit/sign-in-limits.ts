import type { CoreContext, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { isKnownDevice } from '../session/device/mark'
import type { Subject } from './subject'

/** An attempt to sign in to the account with this address, if there is one. */
type Attempt = {
  email: EmailAddress
  account: { id: number; deviceEpoch: number; passwordHash: string | null } | undefined
  visitor: Visitor
  deviceMark: string | null
}

/** The two limits on failed sign-ins to one account, in the order in which they are counted. */
type Guards = [Subject, Subject]

/** Those of browsers that never signed in to it. */
export const strangerLimits = (email: EmailAddress, network: string): Guards => [
  ['loginByAccountAndNetwork', `${email} ${network}`],
  ['loginByAccount', email],
]

/** Those of a browser that did, and so has a mark. */
export const knownDeviceLimits = (email: EmailAddress, deviceMark: string | null): Guards => [
  ['loginByKnownDevice', `${email} ${deviceMark}`],
  ['loginByKnownDevices', email],
]

/**
 * The limits on failed sign-ins to one account. They count each attempt before it is checked and are reset by a
 * success, so that simultaneous guesses are all counted. A browser that has signed in to the account before has limits
 * of its own, so that strangers cannot lock the owner out (OWASP ASVS 6.1.1).
 */
export const signInLimits = (
  { env }: CoreContext,
  { email, account, visitor, deviceMark }: Attempt,
): Subject[] =>
  isKnownDevice(env, account, deviceMark)
    ? knownDeviceLimits(email, deviceMark)
    : strangerLimits(email, visitor.network)

/** The same for the second step, whose codes have few digits: strangers, who know the password, have a limit for the day as well. */
export const secondStepLimits = (ctx: CoreContext, attempt: Attempt): Subject[] =>
  isKnownDevice(ctx.env, attempt.account, attempt.deviceMark)
    ? knownDeviceLimits(attempt.email, attempt.deviceMark)
    : [...strangerLimits(attempt.email, attempt.visitor.network), ['secondStepByAccount', attempt.email]]
