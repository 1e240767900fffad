import type { PublicUser } from '../account/account'
import type { Fate } from '../email/report/fate'
import { newestFate } from '../email/report/read-own'
import { isSuppressed } from '../email/report/suppression'
import type { CoreContext } from '../kernel/context'
import { linkLimits } from '../limit/link-limits'
import { secondsUntilFree } from '../limit/read'

/** The state of a verification, for a person who waits for the e-mail. */
export type VerificationStatus = {
  emailVerified: boolean
  /** Of the newest verification e-mail. */
  message: Fate | null
  /** We send no more mail to the address (a hard bounce or a complaint): the person has to correct it. */
  suppressed: boolean
  /** Seconds until the person may ask for a new link; 0: now. */
  retryAfter: number
}

/** Reads the state of an account's verification. It counts no hit on the limits. */
export async function readVerificationStatus(
  ctx: CoreContext,
  user: PublicUser,
): Promise<VerificationStatus> {
  if (user.emailVerified) return { emailVerified: true, message: null, suppressed: false, retryAfter: 0 }
  return {
    emailVerified: false,
    message: await newestFate(ctx, user.id, 'verification'),
    suppressed: await isSuppressed(ctx, user.email),
    retryAfter: await secondsUntilFree(ctx, ...linkLimits(user.email)),
  }
}
