import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { SECOND } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { domainOf, parseEmailAddress } from '../../kernel/email-address'
import type { Env } from '../../kernel/env/env'
import type { PublicJwk } from '../../kernel/ports'
import { keyedHash } from '../../kernel/seal'

/** People who have a mailbox at the simulated issuer, and are signed in there. `slow` waits for every token. */
const PEOPLE = ['marie', 'jean', 'claire', 'paul', 'ines', 'hugo', 'lea', 'nina', 'slow']
/** Where the routes of the local mailbox are (`app/api/mailbox/issuer`). */
const PATH = '/api/mailbox/issuer'
/** Before 32 bytes, the PKCS #8 form of an Ed25519 key (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * The host that the local mailbox simulates an issuer at: the first one below `.test`, which is nobody's (RFC 6761 6.2). Undefined: there is
 * none, or mail really leaves.
 */
export const simulatedIssuer = ({ email, emailProof }: Env): string | undefined =>
  email.transport === 'mailbox'
    ? [...(emailProof?.issuers.values() ?? [])].find((host) => host.endsWith('.test'))
    : undefined

const domainsOf = (env: Env, issuer: string): string[] =>
  [...(env.emailProof?.issuers ?? [])].filter(([, host]) => host === issuer).map(([domain]) => domain)

/** The issuer's key: made of our secret, so that every process has the same. */
const privateKeyOf = (env: Env) =>
  createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, keyedHash(env, 'simulated-issuer', 'Ed25519')]),
    format: 'der',
    type: 'pkcs8',
  })

export const simulatedKeys = (env: Env): PublicJwk[] => [
  {
    ...createPublicKey(privateKeyOf(env)).export({ format: 'jwk' }),
    kty: 'OKP',
    kid: 'simulated',
    use: 'sig',
  },
]

/** TXT records of a name. */
export function simulatedRecords(env: Env, name: string): string[] {
  const issuer = simulatedIssuer(env)
  const isOurs = issuer && domainsOf(env, issuer).some((domain) => name === `_email-verification.${domain}`)
  return isOurs ? [`iss=${issuer}`] : []
}

const record = (data: string) => ({ type: 16, data })

type Make = (env: Env, issuer: string, query: URLSearchParams) => object

/** Documents that a browser asks for, as Chromium 156 does; `dns` answers for a resolver over https. */
const DOCUMENTS = new Map<string, Make>([
  [
    'email-verification',
    (_, issuer) => ({
      issuance_endpoint: `https://${issuer}${PATH}/token`,
      jwks_uri: `https://${issuer}${PATH}/jwks`,
      signing_alg_values_supported: ['EdDSA'],
    }),
  ],
  [
    'web-identity',
    (_, issuer) => ({
      accounts_endpoint: `https://${issuer}${PATH}/accounts`,
      login_url: `https://${issuer}/mailbox`,
    }),
  ],
  [
    'accounts',
    (env, issuer) => ({
      accounts: domainsOf(env, issuer)
        .flatMap((domain) => PEOPLE.map((name) => `${name}@${domain}`))
        .map((email) => ({ id: email, name: email, email })),
    }),
  ],
  ['jwks', (env) => ({ keys: simulatedKeys(env) })],
  [
    'dns',
    (env, _, query) => ({ Status: 0, Answer: simulatedRecords(env, query.get('name') ?? '').map(record) }),
  ],
])

/** A document of the simulated issuer; undefined: there is no such document, or no such issuer. */
export function simulatedDocument(
  { env }: CoreContext,
  name: string,
  query: URLSearchParams,
): object | undefined {
  const issuer = simulatedIssuer(env)
  return issuer === undefined ? undefined : DOCUMENTS.get(name)?.(env, issuer, query)
}

/** The person that a token is for. `isSlow`: it takes longer than anybody waits. */
export function simulatedPerson(
  { env }: CoreContext,
  typed: string,
): { email: string; isSlow: boolean } | undefined {
  const parsed = parseEmailAddress(typed)
  const issuer = simulatedIssuer(env)
  if (!('address' in parsed) || !issuer) return undefined
  const [name = ''] = parsed.address.split('@')
  const isOurs = PEOPLE.includes(name) && domainsOf(env, issuer).includes(domainOf(parsed.address))
  return isOurs ? { email: parsed.address, isSlow: name === 'slow' } : undefined
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The issuer's word about an address, for the browser that has the key `x`: a JWT, and the end of its disclosures. */
export function simulatedWord({ env, now }: CoreContext, { email, x }: { email: string; x: string }): string {
  const header = { alg: 'EdDSA', typ: 'evt+jwt', kid: 'simulated' }
  const claims = {
    iss: `https://${simulatedIssuer(env)}`,
    iat: Math.floor(now().getTime() / SECOND),
    email,
    email_verified: true,
    cnf: { jwk: { kty: 'OKP', crv: 'Ed25519', x } },
  }
  const text = `${encoded(header)}.${encoded(claims)}`
  return `${text}.${sign(null, Buffer.from(text), privateKeyOf(env)).toString('base64url')}~`
}
