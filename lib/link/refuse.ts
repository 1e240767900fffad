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

/** Codes that a link in one of these states is refused with. */
export type LinkRefusal<State extends LinkState['state'] = LinkState['state']> =
  | (typeof CODES)[State]
  | 'rate_limited'

/**
 * Refuses an invalid link and counts it against the visitor's network. A network over its limit gets `rate_limited`
 * instead of the link's state.
 */
export async function refuseLink<State extends LinkState['state']>(
  ctx: CoreContext,
  state: State,
  visitor: Visitor,
): Promise<Refused<LinkRefusal<State>>> {
  const limited = await consume(ctx, ['badTokenByNetwork', visitor.network])
  return limited.ok ? fail(CODES[state]) : limited
}
