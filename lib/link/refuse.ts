import type { CoreContext, Visitor } from '../kernel/context'
import { fail, type Refused } from '../kernel/result'
import { consume } from '../limit/consume'
import type { LinkState } from './find'

const CODES = {
  expired: 'token_expired',
  used: 'token_used',
  unknown: 'invalid_token',
  valid: 'invalid_token',
} as const satisfies Record<LinkState['state'], string>

type LinkRefusal = (typeof CODES)[keyof typeof CODES] | 'rate_limited'

/**
 * The refusal of a link that is not valid, counted against the network it came from: a network that tries many is told
 * to wait, and no longer what each one was.
 */
export async function refuseLink(
  ctx: CoreContext,
  { state }: LinkState,
  visitor: Visitor,
): Promise<Refused<LinkRefusal>> {
  const limited = await consume(ctx, ['badTokenByNetwork', visitor.network])
  return limited.ok ? fail(CODES[state]) : limited
}
