import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import type { Context, InTransaction } from '../kernel/context'
import { fail, ok, type RefusalOf, type Result } from '../kernel/result'
import { originOf } from '../session/client/trace'
import type { ActRefusal, PerformAct } from './act/act'
import { disableAccount } from './act/disable-account'
import { enableAccount } from './act/enable-account'
import { endAllSessions, endOneSession } from './act/end-sessions'
import { liftAddress } from './act/lift-suppression'
import { resendLink } from './act/resend-link'
import { sendReset } from './act/send-reset'
import { verifyByHand } from './act/verify-by-hand'
import { ACT_EVENTS, type ActInput, type ActName, ADDRESS_ACTS } from './acts'
import { type Actor, authorize } from './authorize'

const PERFORM: Record<ActName, PerformAct> = {
  resend: resendLink,
  verify: verifyByHand,
  send_reset: sendReset,
  lift_suppression: liftAddress,
  end_session: endOneSession,
  end_sessions: endAllSessions,
  disable: disableAccount,
  enable: enableAccount,
}

const ADDRESS_CHANGED = fail('changed_meanwhile', {
  fields: [{ field: 'email', code: 'address_changed' }],
})

type Refusal = RefusalOf<typeof authorize> | ActRefusal | 'changed_meanwhile'

/**
 * Performs an operator's act on an account and records it in the same transaction. Refuses with `changed_meanwhile`
 * where the account's address is not the one the operator saw, and with `nothing_to_do` where the act would change
 * nothing.
 */
export async function perform(ctx: Context, actor: Actor, input: ActInput): Promise<Result<null, Refusal>> {
  const report = (code: string) =>
    ctx.log.info('operator_act', { kind: input.act, actorId: actor.id, userId: input.userId, code })
  try {
    const done = await transaction(ctx, (t) => performIn(t, actor, input))
    report(done.ok ? 'done' : done.error.code)
    return done
  } catch (error) {
    report('failed')
    throw error
  }
}

async function performIn(
  t: InTransaction<Context>,
  actor: Actor,
  { act: name, userId, email, sessionId }: ActInput,
): Promise<Result<null, Refusal>> {
  const authorized = await authorize(t, actor, userId)
  if (!authorized.ok) return authorized
  const { operator, account } = authorized.value
  if (email === undefined && ADDRESS_ACTS.has(name))
    return fail('invalid_input', { fields: [{ field: 'email', code: 'email_required' }] })
  if (email !== undefined && email !== account.email) return ADDRESS_CHANGED
  const done = await PERFORM[name](t, { actorId: actor.id, account, sessionId })
  if (!done.ok) return done
  const detail = done.value ?? undefined
  const origin = await originOf(t, operator, actor.visitor, actor.handle)
  await recordEvent(t, { type: ACT_EVENTS[name], userId, actorId: actor.id, detail, origin })
  return ok(null)
}
