import type { Configuration } from 'openid-client'
import { HOUR, SECOND } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { isLoopback } from '../../kernel/network/loopback'
import type { Provider } from '../table'
import { authenticateBy } from './client-secret'
import { fetchFrom } from './fetch'

/** Seconds that one request to a provider may take. */
const TIMEOUT = 5
/** Milliseconds after which metadata are read anew. */
const AGE = HOUR
/** Milliseconds without a new request once one has failed: nobody waits for a provider that is known to be away. */
const COOL_DOWN = 30 * SECOND

/** Metadata of one provider. `readAt`, `failedAt`: milliseconds of the clock; undefined: never. */
type Known = { configuration?: Configuration; readAt?: number; failedAt?: number; asked?: Promise<void> }

const known = new Map<string, Known>()

/** Loads the package when it is first needed: a server without providers never does. */
export const openid = () => import('openid-client')

async function ask(ctx: CoreContext, provider: Provider, entry: Known): Promise<void> {
  const { issuer, clientId } = provider
  const { allowInsecureRequests, customFetch, discovery, enableNonRepudiationChecks } = await openid()
  try {
    entry.configuration = await discovery(new URL(issuer), clientId, {}, authenticateBy(ctx, provider), {
      timeout: TIMEOUT,
      [customFetch]: fetchFrom(issuer),
      // Without it a token's signature would go unread wherever TLS vouches for it (OpenID Connect Core 3.1.3.7).
      execute: isLoopback(new URL(issuer))
        ? [enableNonRepudiationChecks, allowInsecureRequests]
        : [enableNonRepudiationChecks],
    })
    entry.readAt = ctx.now().getTime()
  } catch (error) {
    entry.failedAt = ctx.now().getTime()
    ctx.log.warn('provider_unavailable', { kind: provider.name, error })
  }
}

const isWithin = (span: number, since: number | undefined, now: number): boolean =>
  since !== undefined && now - since < span

/**
 * Metadata of a provider with our registration there, read once an hour at most. Simultaneous callers share one request. Old ones
 * stay good while the provider does not answer.
 * @returns null where there are none, and the provider does not answer
 */
export async function discover(ctx: CoreContext, provider: Provider): Promise<Configuration | null> {
  const key = JSON.stringify([provider.name, provider.issuer, provider.clientId])
  const entry = known.get(key) ?? {}
  known.set(key, entry)
  const now = ctx.now().getTime()
  if (!isWithin(AGE, entry.readAt, now) && !isWithin(COOL_DOWN, entry.failedAt, now)) {
    entry.asked ??= ask(ctx, provider, entry).finally(() => {
      entry.asked = undefined
    })
    await entry.asked
  }
  return entry.configuration ?? null
}
