import { eq } from 'drizzle-orm'
import type { Account } from '../../account/account'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import type { ResendRefusal } from '../../email/dead/refusals'
import { resendDead } from '../../email/dead/resend'
import { wishForCause } from '../../email/dead/wish'
import { emailMessages } from '../../email/schema'
import type { CoreContext, InTransaction } from '../../kernel/context'
import { fail, ok, type RefusalOf, type Result } from '../../kernel/result'
import { originOf } from '../../session/client/trace'
import { type Actor, authorize } from '../authorize'
import { DEAD_MAIL_ACTS, type DeadMailActInput } from './acts'

type Refusal =
  | RefusalOf<typeof authorize>
  | ResendRefusal
  | 'rate_limited'
  | 'nothing_to_do'
  | 'invalid_input'

/** An act that was done: its account, and the event's detail. */
type Done = Result<{ operator: Account; userId: number; detail: string }, Refusal>

async function resendOne(t: InTransaction, actor: Actor, id: number): Promise<Done> {
  const [found] = await t.db
    .select({ userId: emailMessages.userId })
    .from(emailMessages)
    .where(eq(emailMessages.id, id))
  const userId = found?.userId ?? actor.id
  const authorized = await authorize(t, actor, userId)
  if (!authorized.ok) return authorized
  if (!found) return fail('not_found')
  const { operator, account } = authorized.value
  const resent = await resendDead(t, id, found.userId === null ? null : account)
  return resent.ok ? ok({ operator, userId, detail: `message ${id}: ${resent.value.kind}` }) : resent
}

async function resendCause(t: InTransaction, actor: Actor, cause: string): Promise<Done> {
  const authorized = await authorize(t, actor, actor.id)
  if (!authorized.ok) return authorized
  const count = await wishForCause(t, cause)
  const { operator } = authorized.value
  return count === 0
    ? fail('nothing_to_do')
    : ok({ operator, userId: actor.id, detail: `${cause}: ${count}` })
}

async function perform(t: InTransaction, actor: Actor, { act, id, cause }: DeadMailActInput): Promise<Done> {
  if (act === 'resend') return id === undefined ? fail('invalid_input') : resendOne(t, actor, id)
  return cause === undefined ? fail('invalid_input') : resendCause(t, actor, cause)
}

/**
 * Performs an operator's act on messages that died and records it in the same transaction. A refusal of one message commits, too:
 * the reason stands in its row.
 */
export async function actOnDeadMail(
  ctx: CoreContext,
  actor: Actor,
  input: DeadMailActInput,
): Promise<Result<null, Refusal>> {
  const done = await transaction(ctx, async (t): Promise<Result<null, Refusal>> => {
    const performed = await perform(t, actor, input)
    if (!performed.ok) return performed
    const { operator, userId, detail } = performed.value
    const origin = await originOf(t, operator, actor.visitor, actor.handle)
    await recordEvent(t, { type: DEAD_MAIL_ACTS[input.act], userId, actorId: actor.id, detail, origin })
    return ok(null)
  })
  const code = done.ok ? 'done' : done.error.code
  ctx.log.info('operator_act', { kind: input.act, actorId: actor.id, messageId: input.id, code })
  return done
}
