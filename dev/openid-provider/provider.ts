import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import Provider, { interactionPolicy } from 'oidc-provider'
import { signInPage } from './page'
import { claimsOf, remember } from './people'

/** Our registration at the provider. */
export type Client = { clientId: string; clientSecret: string; redirectUri: string }

export type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => void

const SCOPES = 'openid email profile'
const INTERACTION = '/interaction/'

/** Nobody is asked what we may know: there is one client, ours. */
function policy() {
  const base = interactionPolicy.base()
  base.remove('consent')
  return base
}

function configuration({ clientId, clientSecret, redirectUri }: Client) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'test' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { policy: policy(), url: (_: unknown, { uid }: { uid: string }) => INTERACTION + uid },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => claimsOf(accountId) }),
    ttl: {
      AccessToken: 300,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 300,
      Interaction: 600,
      Session: 600,
    },
    async loadExistingGrant({ oidc }: { oidc: Granting }) {
      const { clientId, accountId } = { ...oidc.client, ...oidc.session }
      const grant = new oidc.provider.Grant({ clientId, accountId })
      grant.addOIDCScope(SCOPES)
      await grant.save()
      return grant
    },
  }
}

type Granting = { provider: Provider; client: { clientId: string }; session: { accountId: string } }

/** The answer of the sign-in page. */
async function resultOf(incoming: IncomingMessage): Promise<object> {
  const fields = new URLSearchParams(await text(incoming))
  if (fields.get('answer') === 'cancel')
    return { error: 'access_denied', error_description: 'the person cancelled' }
  const accountId = remember({
    email: fields.get('email') ?? '',
    name: fields.get('name') ?? '',
    isVerified: fields.get('verified') === 'yes',
  })
  return { login: { accountId, remember: false } }
}

/** Cookies without the provider's session, so that it asks at every visit: each try may be another person. */
const withoutSession = (cookies = ''): string =>
  cookies
    .split('; ')
    .filter((cookie) => !cookie.startsWith('_session'))
    .join('; ')

/** Makes a real OpenID provider whose people are whoever they type, for one client on this machine. */
export function createProvider(issuer: string, client: Client): Handler {
  const provider = new Provider(issuer, configuration(client))
  const answer = provider.callback()
  return (incoming, outgoing) => {
    const { method, url = '' } = incoming
    incoming.headers.cookie = withoutSession(incoming.headers.cookie)
    if (!url.startsWith(INTERACTION)) return answer(incoming, outgoing)
    if (method === 'POST') {
      resultOf(incoming)
        .then((result) => provider.interactionFinished(incoming, outgoing, result))
        .catch(() => outgoing.writeHead(400).end('This sign-in is over. Start again.'))
      return
    }
    outgoing.setHeader('Content-Type', 'text/html; charset=utf-8')
    outgoing.end(signInPage(url))
  }
}
