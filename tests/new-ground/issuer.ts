import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import type { App } from '../support/app'
import { aSigner, jwtOf, type Signer } from '../support/browser-proofs'
import type { HttpsFront, Listener } from '../support/https-front'

/** Domain and host of the issuer that the app's local mailbox simulates. */
export const MAIL = 'mail.test'
const ISSUER = 'issuer.test'
/** An issuer of another domain, whom the app allows for that alone. */
export const RIVAL = 'rival.test'
export const PROOF_SETTINGS = {
  EMAIL_PROOF_BY_BROWSER: 'on',
  EMAIL_PROOF_ISSUERS: `${MAIL}=${ISSUER},other.test=${RIVAL}`,
}

/** Hands a request on to the app under its own name, as a developer's proxy does. */
const toApp =
  (app: App, pathOf = (path: string) => path): Listener =>
  (incoming, outgoing) => {
    const { port, host } = new URL(app.url)
    const { method, headers, url = '' } = incoming
    const onward = request(
      { host: '127.0.0.1', port, path: pathOf(url), method, headers: { ...headers, host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', () => outgoing.destroy())
    incoming.on('close', () => incoming.complete || onward.destroy())
    incoming.pipe(onward)
  }

/** Puts the simulated issuer, and the resolver that knows it, before the browser. */
export function showSimulatedIssuer(front: HttpsFront, app: App): void {
  front.answers.set(ISSUER, toApp(app))
  front.answers.set(
    `${ISSUER}/resolve`,
    toApp(app, (path) => path.replace(/^\/resolve/, '/api/mailbox/issuer/dns')),
  )
}

const send = (outgoing: ServerResponse, body: object): void =>
  void outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))

const keyOf = ({ headers }: IncomingMessage): string =>
  /;x="?([\w-]{43})/.exec(String(headers['signature-key']))?.[1] ?? ''

/** Puts an issuer of our own before the browser, which finds it for every domain. */
export function showOwnIssuer(
  front: HttpsFront,
  host: string,
  email: string,
  by: Signer = aSigner('EdDSA', 'own'),
) {
  const claims = (x: string) => ({
    iss: `https://${host}`,
    iat: Math.floor(Date.now() / 1000),
    email,
    email_verified: true,
    cnf: { jwk: { kty: 'OKP', crv: 'Ed25519', x } },
  })
  const documents: Record<string, object> = {
    '/.well-known/email-verification': {
      issuance_endpoint: `https://${host}/token`,
      jwks_uri: `https://${host}/jwks`,
      signing_alg_values_supported: ['EdDSA'],
    },
    '/.well-known/web-identity': {
      accounts_endpoint: `https://${host}/accounts`,
      login_url: `https://${host}/login`,
    },
    '/accounts': { accounts: [{ id: '1', name: 'Somebody', email }] },
    '/jwks': { keys: [by.jwk] },
  }
  front.answers.set(`${ISSUER}/resolve`, (_, outgoing) =>
    send(outgoing, { Status: 0, Answer: [{ type: 16, data: `iss=${host}` }] }),
  )
  front.answers.set(host, async (incoming, outgoing) => {
    const document = documents[incoming.url ?? '']
    if (document) return send(outgoing, document)
    await json(incoming)
    const header = { alg: by.alg, typ: 'evt+jwt', kid: 'own' }
    send(outgoing, { issuance_token: `${jwtOf(header, claims(keyOf(incoming)), by)}~` })
  })
}
