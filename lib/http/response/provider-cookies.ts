import { SECOND } from '../../kernel/clock'
import { LIFETIMES } from '../../kernel/lifetimes'
import { guardedName, isSecure, readGuardedCookie, serialize } from '../cookies'

/** An identity that its person may link; see `lib/provider/offer.ts`. */
export const OFFER_COOKIE = 'auth-offer'
/** Begins the name of the cookie of a browser that is at a provider; see `lib/provider/start.ts`. */
const PROVIDER_COOKIE = 'auth-provider'

/** The name that a browser got on its way to a provider. */
export const readProviderBrowser = (
  env: { appUrl: string },
  header: string | null,
  { name }: { name: string },
): string | null => readGuardedCookie(env, header, `${PROVIDER_COOKIE}-${name}`)

/**
 * `Set-Cookie` of a browser that goes to a provider. `postsAnswer`: the provider's page posts the answer, which brings cookies with
 * `SameSite=None` alone. Browsers take `Secure` for a cookie of `localhost`, too.
 */
export function providerCookie(
  env: { appUrl: string },
  browser: string,
  { name, postsAnswer }: { name: string; postsAnswer: boolean },
): string {
  const options = { maxAge: LIFETIMES.providerFlow / SECOND, secure: postsAnswer || isSecure(env) }
  const cookie = serialize(guardedName(env, `${PROVIDER_COOKIE}-${name}`), browser, options)
  return postsAnswer ? cookie.replace('SameSite=Lax', 'SameSite=None') : cookie
}

/** `Set-Cookie` of an identity that its person may link. */
export const offerCookie = (env: { appUrl: string }, token: string): string =>
  serialize(guardedName(env, OFFER_COOKIE), token, {
    secure: isSecure(env),
    maxAge: LIFETIMES.identityOffer / SECOND,
  })

/** `Set-Cookie` that removes it. */
export const endedOfferCookie = (env: { appUrl: string }): string =>
  serialize(guardedName(env, OFFER_COOKIE), '', { secure: isSecure(env), maxAge: 0 })
