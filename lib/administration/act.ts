import type { Context } from '../context'
import type { Transaction } from '../db/client'
import { recordEvent } from '../events/record'
import { fail, ok, type Result } from '../result'
import type { TokenUser } from '../token/email-token'
import { type Actor, admit } from './admit'
import { disableAccount, enableAccount } from './disable-account'
import { endAllSessions, endOneSession } from './end-sessions'
import { ACT_EVENTS, type ActInput, type ActName, ADDRESS_ACTS } from './input'
import { liftAddress } from './lift-suppression'
import { resendLink } from './resend-link'
import { verifyByHand } from './verify-by-hand'

/** An act of one operator on one account, whose row is locked. */
export type Act = { actorId: number; user: TokenUser; sessionId?: string }

/** One verb: does it in the transaction that is open. Its value is the event's `detail`, or null. */
export type Deed = (ctx: Context, tx: Transaction, act: Act) => Promise<Result<string | null>>

const DEEDS: Record<ActName, Deed> = {
  resend: resendLink,
  verify: verifyByHand,
  lift_suppression: liftAddress,
  end_session: endOneSession,
  end_sessions: endAllSessions,
  disable: disableAccount,
  enable: enableAccount,
}

/**
 * Does what an operator wants done to an account, and records it in the same transaction. Refuses as `admit` does, with
 * `invalid_input`, `changed_meanwhile` (the account has another address than the operator saw), `nothing_to_do` (it is
 * so already, or cannot be), and as the single acts say.
 */
export async function act(ctx: Context, actor: Actor, input: ActInput): Promise<Result<null>> {
  const report = (code: string) =>
    ctx.log.info('operator_act', { kind: input.act, actorId: actor.id, userId: input.userId, code })
  try {
    const done = await ctx.db.transaction((tx) => perform(ctx, tx, actor, input))
    report(done.ok ? 'done' : done.error.code)
    return done
  } catch (error) {
    report('failed')
    throw error
  }
}

async function perform(
  ctx: Context,
  tx: Transaction,
  actor: Actor,
  { act: name, userId, email, sessionId }: ActInput,
): Promise<Result<null>> {
  const target = await admit(ctx, tx, actor, userId)
  if (!target.ok) return target
  const user = target.value
  if (email === undefined && ADDRESS_ACTS.has(name))
    return fail('invalid_input', { fields: [{ field: 'email', code: 'email_required' }] })
  if (email !== undefined && email !== user.email) return fail('changed_meanwhile')
  const done = await DEEDS[name](ctx, tx, { actorId: actor.id, user, sessionId })
  if (!done.ok) return done
  const detail = done.value ?? undefined
  await recordEvent(ctx, tx, { type: ACT_EVENTS[name], userId, actorId: actor.id, detail })
  return ok(null)
}
