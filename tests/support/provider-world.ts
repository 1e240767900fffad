import { afterAll, beforeAll } from 'vitest'
import { type RunningProvider, startProvider } from '../../dev/openid-provider/start'
import { openOutcome } from '../../lib/http/form/outcome'
import { listIdentities } from '../../lib/provider/find'
import { readSession } from '../../lib/session/read'
import { leadsTo, type ProviderBrowser } from './provider-browser'
import type { World } from './world'
import { sharedWorld } from './world-lifetime'

const CLIENT = {
  clientId: 'huntaze',
  clientSecret: 'the-secret:of&a+test%',
  redirectUri: 'https://auth.huntaze.test/auth/oidc/oidc/callback',
}

/** The variables that name a running test provider. */
const variables = ({ issuer }: RunningProvider): Record<string, string> => ({
  OIDC_NAME: 'Test',
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: CLIENT.clientId,
  OIDC_CLIENT_SECRET: CLIENT.clientSecret,
})

/** A world with a real OpenID provider, for all tests of a file. `at`: the provider. */
export function worldWithProvider(env: Record<string, string> = {}): World & { at: RunningProvider } {
  const held = {} as { at: RunningProvider }
  beforeAll(async () => {
    held.at = await startProvider(0, CLIENT)
  })
  afterAll(() => held.at.stop())
  const world = sharedWorld(() => ({
    isServed: true,
    env: { RATE_LIMIT_SCALE: '100', ...variables(held.at), ...env },
  }))
  return Object.defineProperty(world, 'at', { get: () => held.at }) as World & { at: RunningProvider }
}

/** The refusal that the page after an answer shows. */
export function shownRefusal(
  { ctx }: World,
  browser: ProviderBrowser,
  response: Response,
): string | undefined {
  const [path = ''] = leadsTo(response).split('?')
  const headers = new Headers({ cookie: browser.header(path) })
  return openOutcome(ctx, path, headers)?.refusal?.code
}

/** The account that is signed in in this browser, and its ways in. */
export async function whoIs({ ctx, pool }: World, browser: ProviderBrowser) {
  const session = await readSession(ctx, browser.cookie('auth-token') ?? null)
  if (!session) return null
  const { rows } = await pool.query('select password_hash from users where id = $1', [session.user.id])
  const identities = await listIdentities(ctx, session.user.id)
  return {
    ...session.user,
    hasPassword: rows[0]?.password_hash !== null,
    providers: identities.map(({ provider }) => provider),
  }
}
