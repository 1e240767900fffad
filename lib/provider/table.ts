import type { Env } from '../kernel/env/env'
import { PROVIDERS, type ProviderName } from './schema'

/** How our server proves to a provider who it is. */
export type ClientSecret = { secret: string } | { teamId: string; keyId: string; privateKey: string }

/** A configured provider. */
export type Provider = {
  name: ProviderName
  /** As its button says it. */
  label: string
  issuer: string
  clientId: string
  credentials: ClientSecret
  scope: string
  /** The answer comes as a POST of the provider's page: Apple sends a name or an address in no other way. */
  postsAnswer: boolean
}

/** Everything that differs from one provider to the next, but for its configuration. */
const TRAITS = {
  google: { label: 'Google', scope: 'openid email profile', postsAnswer: false },
  apple: { label: 'Apple', scope: 'openid email name', postsAnswer: true },
  oidc: { label: 'OpenID', scope: 'openid email profile', postsAnswer: false },
} as const satisfies Record<ProviderName, Pick<Provider, 'label' | 'scope' | 'postsAnswer'>>

const isName = (name: string): name is ProviderName => (PROVIDERS as readonly string[]).includes(name)

/** The provider of this name; undefined where it is not configured. */
export function providerOf({ providers }: Env, name: string): Provider | undefined {
  const settings = isName(name) ? providers[name] : undefined
  if (!isName(name) || !settings) return undefined
  const { issuer, clientId } = settings
  const credentials = 'clientSecret' in settings ? { secret: settings.clientSecret } : settings
  const label = (name === 'oidc' && providers.oidc?.name) || TRAITS[name].label
  return { ...TRAITS[name], name, label, issuer, clientId, credentials }
}

/** The configured providers, in the order of their buttons. */
export const configuredProviders = (env: Env): Provider[] =>
  PROVIDERS.flatMap((name) => providerOf(env, name) ?? [])

/** The name of a provider for people, configured or not any more. */
export const providerLabel = (env: Env, name: ProviderName): string =>
  providerOf(env, name)?.label ?? TRAITS[name].label

/** Where a provider sends the browser back to: registered there, to the letter. */
export const callbackUrl = ({ appUrl }: Env, name: ProviderName): string =>
  `${appUrl}/auth/oidc/${name}/callback`
