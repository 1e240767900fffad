import type { Context, Visitor } from '../context'
import { consume } from '../rate-limit/rate-limit'
import { fail, type Result } from '../result'
import type { TokenState } from '../token/email-token'

const CODES = {
  expired: 'token_expired',
  used: 'token_used',
  unknown: 'invalid_token',
  valid: 'invalid_token',
} as const

/**
 * The refusal of a token that is not valid, counted against the network it came from: whoever tries many is told to
 * wait instead of being told what each one was.
 */
export async function refuseToken(
  ctx: Pick<Context, 'db' | 'env' | 'now' | 'log'>,
  { state }: Pick<TokenState, 'state'>,
  visitor: Visitor,
): Promise<Result<never>> {
  const limited = await consume(ctx, ['badTokenByNetwork', visitor.network])
  return limited.ok ? fail(CODES[state]) : limited
}
