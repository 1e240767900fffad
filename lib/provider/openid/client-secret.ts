import { sign } from 'node:crypto'
import type { ClientAuth } from 'openid-client'
import { MINUTE, SECOND } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import type { Provider } from '../table'

const APPLE_AUDIENCE = 'https://appleid.apple.com'
/** Apple allows six months; one request needs seconds. */
const LIFETIME = 5 * MINUTE

type AppleKey = { clientId: string; teamId: string; keyId: string; privateKey: string }

const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Apple's client secret: a JWT signed with the key of the developer account (ES256), made for each request. */
export function appleSecret({ clientId, teamId, keyId, privateKey }: AppleKey, now: Date): string {
  const issuedAt = Math.floor(now.getTime() / SECOND)
  const claims = {
    iss: teamId,
    iat: issuedAt,
    exp: issuedAt + LIFETIME / SECOND,
    aud: APPLE_AUDIENCE,
    sub: clientId,
  }
  const signed = `${segment({ alg: 'ES256', kid: keyId, typ: 'JWT' })}.${segment(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

/** Writes a value as `application/x-www-form-urlencoded` does, for HTTP Basic (RFC 6749, section 2.3.1). */
const formEncoded = (value: string): string => new URLSearchParams({ '': value }).toString().slice(1)

/**
 * Authenticates our server at the token endpoint, in the way that the provider knows: HTTP Basic where it names none
 * (OpenID Connect Discovery 1.0, section 3), else the form's own fields.
 */
export function authenticateBy(ctx: CoreContext, { clientId, credentials }: Provider): ClientAuth {
  return ({ token_endpoint_auth_methods_supported: methods }, _client, body, headers) => {
    const isApple = 'privateKey' in credentials
    const secret = isApple ? appleSecret({ clientId, ...credentials }, ctx.now()) : credentials.secret
    if (!isApple && (methods?.includes('client_secret_basic') ?? true)) {
      const pair = `${formEncoded(clientId)}:${formEncoded(secret)}`
      headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`)
      return
    }
    body.set('client_id', clientId)
    body.set('client_secret', secret)
  }
}
