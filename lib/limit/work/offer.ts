import type { CoreContext } from '../../kernel/context'
import type { ErrorCode } from '../../kernel/errors'
import type { Result } from '../../kernel/result'
import { secondsUntilFree } from '../read'
import type { LimitName } from '../table'
import { makeChallenge, type WorkPlace } from './challenge'

/** The limits of a network that work lifts, and the budgets that it must have left for that. */
const BUDGETS: Partial<Record<string, LimitName[]>> = {
  registerByNetwork: ['registerByWork'],
  loginByNetwork: ['loginByWork'],
  loginFailuresByNetwork: ['loginByWork', 'loginFailuresByWork'],
} satisfies Partial<Record<LimitName, LimitName[]>>

/**
 * Adds a challenge to the refusal of a network that may go on by work. Nothing else decides: not the address, nor the password, nor
 * whether they belong together.
 */
export async function offerWork<T, Code extends ErrorCode>(
  ctx: CoreContext,
  place: WorkPlace,
  outcome: Result<T, Code>,
): Promise<Result<T, Code>> {
  const budgets = outcome.ok ? undefined : BUDGETS[outcome.error.limit ?? '']
  if (outcome.ok || !budgets) return outcome
  const wait = await secondsUntilFree(ctx, ...budgets.map((name) => [name, place.network] as const))
  if (wait > 0) return outcome
  return { ok: false, error: { ...outcome.error, work: await makeChallenge(ctx, place) } }
}
