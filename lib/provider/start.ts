import { shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { fail, ok, type Result } from '../kernel/result'
import { sha256 } from '../kernel/seal'
import { type FlowSecrets, sealFlow } from './flow'
import { discover, openid } from './openid/discover'
import { providerFlows } from './schema'
import { callbackUrl, type Provider } from './table'

/** `session`: handle of the session to link in; null: a sign-in. `browser`: the cookie that the browser has for this provider. */
type Start = Omit<FlowSecrets, 'nonce' | 'verifier'> & { session: string | null; browser: string | null }

/** `url`: where the browser goes. `browser`: the cookie that it has to bring back. */
type Started = { url: string; browser: string }

/** 256 random bits, as openid-client writes them. */
const BROWSER = /^[\w-]{43}$/

/**
 * Begins a sign-in or a linking at a provider: authorization code with PKCE (S256), `state` and `nonce`, all of them good once.
 * (OpenID Connect Core 3.1.2.1, RFC 9700 2.1.1)
 */
export async function startFlow(
  ctx: CoreContext,
  provider: Provider,
  { session, browser: had, ...kept }: Start,
): Promise<Result<Started, 'provider_unavailable'>> {
  const configuration = await discover(ctx, provider)
  if (!configuration) return fail('provider_unavailable')
  const client = await openid()
  const [state, nonce, verifier] = [
    client.randomState(),
    client.randomNonce(),
    client.randomPKCECodeVerifier(),
  ]
  // One cookie for all tabs, so that a second one does not end the first.
  const browser = had !== null && BROWSER.test(had) ? had : client.randomState()
  const stateHash = sha256(state)
  const createdAt = ctx.now()
  await ctx.db.insert(providerFlows).values({
    stateHash,
    provider: provider.name,
    sealed: sealFlow(ctx, stateHash, { ...kept, nonce, verifier }),
    browserHash: sha256(browser),
    session,
    createdAt,
    expiresAt: shift(createdAt, LIFETIMES.providerFlow),
  })
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl(ctx.env, provider.name),
    scope: provider.scope,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(provider.postsAnswer && { response_mode: 'form_post' }),
  })
  return ok({ url: url.href, browser })
}
