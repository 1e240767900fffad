import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** Parts of one answer that a test bends. */
export type Lie = {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  /** Signs with a key that its metadata do not name. */
  strangeKey?: boolean
  /** Leaves the signature empty. */
  unsigned?: boolean
  status?: number
  /** Redirects the token endpoint's caller there. */
  redirect?: string
  /** Says nothing for this long (milliseconds). */
  wait?: number
}

/** A request to the token endpoint, as it came. */
export type Asked = { fields: URLSearchParams; authorization: string | undefined }

const makeKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function token(
  claims: object,
  { header, strangeKey, unsigned }: Lie,
  key: KeyObject,
  strange: KeyObject,
): string {
  const signed = `${part({ alg: 'ES256', kid: 'one', ...header })}.${part(claims)}`
  if (unsigned) return `${signed}.`
  const by = { key: strangeKey ? strange : key, dsaEncoding: 'ieee-p1363' as const }
  return `${signed}.${sign('sha256', Buffer.from(signed), by).toString('base64url')}`
}

/** A provider that says whatever a test wants: the authorization page is left out, a test makes the answer itself. */
export async function startLyingProvider(clientId: string, metadata: Record<string, unknown> = {}) {
  const [{ privateKey, publicKey }, strange] = [makeKey(), makeKey()]
  const asked: Asked[] = []
  const told = { lie: {} as Lie, nonce: '', discoveries: 0 }
  let issuer = ''
  const claims = () => {
    const now = Math.floor(Date.now() / 1000)
    return {
      iss: issuer,
      aud: clientId,
      sub: 'subject-1',
      iat: now,
      exp: now + 300,
      nonce: told.nonce,
      ...told.lie.claims,
    }
  }
  async function answer(incoming: IncomingMessage): Promise<[number, object, Record<string, string>?]> {
    const { pathname } = new URL(incoming.url ?? '/', issuer)
    if (pathname === '/.well-known/openid-configuration') {
      told.discoveries += 1
      return [
        200,
        {
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['ES256'],
          ...metadata,
        },
      ]
    }
    if (pathname === '/jwks')
      return [
        200,
        { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }] },
      ]
    if (pathname !== '/token') return [404, {}]
    asked.push({
      fields: new URLSearchParams(await text(incoming)),
      authorization: incoming.headers.authorization,
    })
    const { redirect, status = 200 } = told.lie
    if (redirect) return [307, {}, { Location: redirect }]
    if (status !== 200) return [status, { error: 'server_error' }]
    const id = token(claims(), told.lie, privateKey, strange.privateKey)
    return [200, { access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: id }]
  }
  const server = createServer(async (incoming, outgoing) => {
    if (told.lie.wait) await new Promise((resolve) => setTimeout(resolve, told.lie.wait).unref())
    const [status, body, headers] = await answer(incoming)
    outgoing.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    asked,
    told,
    /** The next answers, for the flow that began with this address of the authorization page. */
    say(started: string, lie: Lie = {}): { state: string; code: string } {
      const { searchParams } = new URL(started)
      Object.assign(told, { lie, nonce: searchParams.get('nonce') ?? '' })
      return { state: searchParams.get('state') ?? '', code: 'a-code' }
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export type LyingProvider = Awaited<ReturnType<typeof startLyingProvider>>
