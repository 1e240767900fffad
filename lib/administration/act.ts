import type { Context } from '../context'
import type { Result } from '../result'
import { disableAccount, enableAccount } from './disable-account'
import { endAllSessions, endOneSession } from './end-sessions'
import type { ActInput, ActName } from './input'
import { liftAddress } from './lift-suppression'
import { resendLink } from './resend-link'
import { verifyByHand } from './verify-by-hand'

/** An act of one operator on one account. */
export type Act = { actorId: number; userId: number; sessionId?: string }

const DEEDS: Record<ActName, (ctx: Context, act: Act) => Promise<Result<null>>> = {
  resend: resendLink,
  verify: verifyByHand,
  lift_suppression: liftAddress,
  end_session: endOneSession,
  end_sessions: endAllSessions,
  disable: disableAccount,
  enable: enableAccount,
}

/**
 * Does what an operator wants done to an account, and records it in the same transaction. Refuses with `not_found`
 * (no such account), `nothing_to_do` (it is so already, or cannot be), and as the single acts say.
 */
export async function act(ctx: Context, actorId: number, input: ActInput): Promise<Result<null>> {
  const { userId, sessionId } = input
  const done = await DEEDS[input.act](ctx, { actorId, userId, sessionId })
  ctx.log.info('operator_act', { kind: input.act, actorId, userId, code: done.ok ? 'done' : done.error.code })
  return done
}
