import { eq } from 'drizzle-orm'
import type { Configuration } from 'openid-client'
import type { CoreContext } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { sha256 } from '../kernel/seal'
import { type FlowSecrets, openFlow } from './flow'
import { discover, openid } from './openid/discover'
import { isAway } from './openid/failure'
import { type Claims, type Profile, postedName, profileOf } from './profile'
import { providerFlows } from './schema'
import { callbackUrl, type Provider } from './table'

/** `answer`: what the provider sent along with the browser. `browser`: the cookie that the browser brought. */
type Callback = { answer: URLSearchParams; browser: string | null }

/** A flow that its own browser came back with, for the first and only time. */
export type TakenFlow = FlowSecrets & { state: string; session: string | null }

/** How long a subject may be: OpenID Connect Core 2 says 255 ASCII characters. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/

/**
 * Takes the flow that `state` names: one statement deletes it, so of any number of simultaneous answers one gets it.
 * @returns null for one that is unknown, used, expired, of another provider, or of another browser
 */
export async function takeFlow(
  ctx: CoreContext,
  provider: Provider,
  { answer, browser }: Callback,
): Promise<TakenFlow | null> {
  const [state = '', ...more] = answer.getAll('state')
  if (state === '' || more.length > 0) return null
  const stateHash = sha256(state)
  const [row] = await ctx.db.delete(providerFlows).where(eq(providerFlows.stateHash, stateHash)).returning()
  if (!row || row.provider !== provider.name || row.expiresAt <= ctx.now()) return null
  if (browser === null || !sha256(browser).equals(row.browserHash)) return null
  return { ...openFlow(ctx, stateHash, row.sealed), state, session: row.session }
}

/** Errors with which a person says no (OpenID Connect Core 3.1.2.6; the second is Apple's). */
const DENIED = new Set(['access_denied', 'user_cancelled_authorize', 'login_required', 'consent_required'])

type Refusal = 'provider_denied' | 'provider_failed' | 'provider_unavailable'

/**
 * Exchanges the code of a taken flow, and reads who came. The ID token's signature, `iss`, `aud`, `exp` and `nonce` are checked, and
 * the answer's own `state` and `iss` (RFC 9207).
 */
export async function finishFlow(
  ctx: CoreContext,
  provider: Provider,
  flow: TakenFlow,
  answer: URLSearchParams,
): Promise<Result<Profile, Refusal>> {
  const error = answer.get('error')
  if (error !== null) return fail(DENIED.has(error) ? 'provider_denied' : 'provider_failed')
  const configuration = await discover(ctx, provider)
  if (!configuration) return fail('provider_unavailable')
  try {
    const claims = await exchange(configuration, callbackUrl(ctx.env, provider.name), flow, answer)
    const { iss: issuer, sub: subject } = claims
    if (typeof issuer !== 'string' || typeof subject !== 'string' || !SUBJECT.test(subject))
      return fail('provider_failed')
    const { name } = provider
    return ok(profileOf({ provider: name, issuer, subject, claims, posted: postedName(answer.get('user')) }))
  } catch (caught) {
    // Never its message: it quotes the provider, and what the browser brought.
    ctx.log.warn('provider_failed', { kind: provider.name, error: caught })
    return fail(isAway(caught) ? 'provider_unavailable' : 'provider_failed')
  }
}

/** @returns the claims of the ID token, and those of the userinfo endpoint where the token names no address */
async function exchange(
  configuration: Configuration,
  redirectUri: string,
  { state, nonce, verifier }: TakenFlow,
  answer: URLSearchParams,
): Promise<Claims> {
  const { authorizationCodeGrant, fetchUserInfo } = await openid()
  const url = new URL(redirectUri)
  url.search = answer.toString()
  const tokens = await authorizationCodeGrant(configuration, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  const claims: Claims = { ...tokens.claims() }
  if ('email' in claims || !configuration.serverMetadata().userinfo_endpoint) return claims
  const more = await fetchUserInfo(configuration, tokens.access_token, String(claims.sub))
  return { ...more, ...claims }
}
