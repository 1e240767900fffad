import { lockAccount } from '../account/lock'
import { recordEvent } from '../audit/record'
import { transaction } from '../db/transaction'
import { mailLetter } from '../email/outbox/enqueue'
import { type PendingRemoval, startRemoval } from '../factor/removal/pending'
import { findStep } from '../factor/step/pending'
import type { CoreContext, InTransaction, Visitor } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { mintLink } from '../link/mint'
import { originOf } from '../session/client/trace'

/**
 * Begins the wait for the removal of a lost factor (docs/decisions/0041-ways-back.md), for somebody who gave the right password and
 * stands before the second step. The owner is told at once. A wait that runs goes on as it is. Refuses operators with `forbidden`.
 */
export async function loseFactor(
  ctx: CoreContext,
  token: string | null,
  visitor: Visitor,
): Promise<Result<PendingRemoval, 'step_over' | 'forbidden'>> {
  const found = await findStep(ctx, token)
  if (token === null || !found) return fail('step_over')
  return await transaction(ctx, (t) => begin(t, { token, userId: found.account.id }, visitor))
}

async function begin(
  t: InTransaction,
  { token, userId }: { token: string; userId: number },
  visitor: Visitor,
): Promise<Result<PendingRemoval, 'step_over' | 'forbidden'>> {
  const account = await lockAccount(t, userId)
  if (!account || account.disabledAt || !(await findStep(t, token))) return fail('step_over')
  if (account.role === 'operator') return fail('forbidden')
  const { isNew, ...removal } = await startRemoval(t, userId)
  if (!isNew) return ok(removal)
  const origin = await originOf(t, account, visitor)
  await recordEvent(t, { type: 'factor_removal_asked', userId, actorId: userId, origin })
  const minted = await mintLink(t, 'not_me', { id: userId, email: account.email })
  const facts = { at: removal.requestedAt.toISOString(), due: removal.dueAt.toISOString() }
  await mailLetter(t, 'factor_removal_asked', account, { ...minted, facts })
  t.log.info('factor_removal_asked', { userId })
  return ok(removal)
}
