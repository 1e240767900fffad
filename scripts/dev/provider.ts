import { randomBytes } from 'node:crypto'
import { type RunningProvider, startProvider } from '../../dev/openid-provider/start'
import type { Environment } from '../environment'

/** Ports from the app's to the provider's. */
const DISTANCE = 10

const CLIENT_ID = 'huntaze-dev'

/** Names that configure a provider; one that is set says that the developer brings their own. */
const NAMES = ['OIDC_NAME', 'OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']

/**
 * Brings an OpenID provider of our own where none is configured, so that the button can be tried on a fresh machine. It loads with the first
 * press of the button.
 * @returns the variables of the app, and the provider to stop
 */
export async function withProvider(
  env: Environment['env'],
  port: number,
): Promise<{ env: Environment['env']; provider?: RunningProvider }> {
  if (NAMES.some((name) => env[name])) return { env }
  const clientSecret = randomBytes(32).toString('base64url')
  const redirectUri = `${env.APP_URL}/auth/oidc/oidc/callback`
  const provider = await startProvider(port + DISTANCE, { clientId: CLIENT_ID, clientSecret, redirectUri })
  const configured = {
    OIDC_NAME: 'Test OpenID',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: clientSecret,
  }
  return { env: { ...env, ...configured }, provider }
}
