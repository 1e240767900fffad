import { recordEvent } from '../../audit/record'
import type { InTransaction } from '../../kernel/context'
import type { Origin } from '../../session/client/trace'
import { deleteRemoval } from './pending'

/** Ends the wait for the removal of a factor that was found again, or never lost. The caller holds the lock on the account. */
export async function stopRemoval(t: InTransaction, userId: number, origin: Origin): Promise<boolean> {
  const wasWaiting = await deleteRemoval(t, userId)
  if (wasWaiting) await recordEvent(t, { type: 'factor_removal_stopped', userId, actorId: userId, origin })
  return wasWaiting
}
