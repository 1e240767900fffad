import { and, desc, eq } from 'drizzle-orm'
import type { PublicUser } from '../account/account'
import type { BounceType } from '../email/report/lifecycle'
import { remedyForBounce } from '../email/report/our-fault'
import { isSuppressed } from '../email/report/suppression'
import { emailMessages } from '../email/schema'
import type { CoreContext } from '../kernel/context'
import { linkLimits } from '../limit/link-limits'
import { secondsUntilFree } from '../limit/read'

/** The state of the newest verification e-mail. `failed` is final: it is not tried again. */
export type MessageState = (typeof STATES)[keyof typeof STATES]

/** The state of a verification, for a person who waits for the e-mail. */
export type VerificationStatus = {
  emailVerified: boolean
  message: { state: MessageState; bounce?: BounceType; at: string } | null
  /** We send no more mail to the address (a hard bounce or a complaint): the person has to correct it. */
  suppressed: boolean
  /** Seconds until the person may ask for a new link; 0: now. */
  retryAfter: number
}

const STATES = {
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delayed: 'delayed',
  delivered: 'delivered',
  bounced: 'bounced',
  complained: 'complained',
  dead: 'failed',
} as const

type Fate = Pick<typeof emailMessages.$inferSelect, 'status' | 'bounceType' | 'reason'>

/** A bounce that is our fault, and not the address's, is shown to the person as a failure to send. */
function fateOf({ status, bounceType, reason }: Fate): { state: MessageState; bounce?: BounceType } {
  if (status !== 'bounced' || bounceType === null) return { state: STATES[status] }
  return remedyForBounce({ type: 'bounce', reason: reason ?? undefined })
    ? { state: 'failed' }
    : { state: 'bounced', bounce: bounceType }
}

/** Reads the state of an account's verification. It counts no hit on the limits. */
export async function readVerificationStatus(
  ctx: CoreContext,
  user: PublicUser,
): Promise<VerificationStatus> {
  if (user.emailVerified) return { emailVerified: true, message: null, suppressed: false, retryAfter: 0 }
  const [message] = await ctx.db
    .select({
      status: emailMessages.status,
      bounceType: emailMessages.bounceType,
      reason: emailMessages.reason,
      lastEventAt: emailMessages.lastEventAt,
      createdAt: emailMessages.createdAt,
      settledAt: emailMessages.settledAt,
    })
    .from(emailMessages)
    .where(and(eq(emailMessages.userId, user.id), eq(emailMessages.kind, 'verification')))
    .orderBy(desc(emailMessages.id))
    .limit(1)
  return {
    emailVerified: false,
    message: message
      ? {
          ...fateOf(message),
          at: (message.lastEventAt ?? message.settledAt ?? message.createdAt).toISOString(),
        }
      : null,
    suppressed: await isSuppressed(ctx, user.email),
    retryAfter: await secondsUntilFree(ctx, ...linkLimits(user.email)),
  }
}
