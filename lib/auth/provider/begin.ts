import type { CoreContext, Visitor } from '../../kernel/context'
import type { Result } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { startFlow } from '../../provider/start'
import type { Provider } from '../../provider/table'
import type { ActiveSession } from '../../session/read'

/**
 * `next`: where to go on to. `linkIn`: the session to link in; null: a sign-in. `deviceMark`, `browser`: the browser's cookies, of which
 * the second is this provider's own.
 */
type Beginning = {
  next: string
  linkIn: ActiveSession | null
  deviceMark: string | null
  browser: string | null
}

/**
 * Somebody chose to go on with a provider (specification 4.7).
 * @returns where the browser goes, and the cookie that it has to bring back
 */
export async function beginAtProvider(
  ctx: CoreContext,
  provider: Provider,
  { next, linkIn, deviceMark, browser }: Beginning,
  visitor: Visitor,
): Promise<Result<{ url: string; browser: string }, 'rate_limited' | 'provider_unavailable'>> {
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const session = linkIn?.handle ?? null
  const { jwt, locale } = visitor
  return startFlow(ctx, provider, { next, locale, deviceMark, jwt, session, browser })
}
