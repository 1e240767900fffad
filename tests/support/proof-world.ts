import { createIssuerKeys, type IssuerSource } from '../../lib/browser-proof/issuer-keys'
import { newProofNonce } from '../../lib/browser-proof/nonce'
import { toEmailAddress } from '../../lib/kernel/email-address'
import { aSigner, type TokenParts, tokenOf } from './browser-proofs'
import type { World } from './world'

export const PROOF_ENV = {
  EMAIL_PROOF_BY_BROWSER: 'on',
  EMAIL_PROOF_ISSUERS: 'mail.example=issuer.example, other.example=other-issuer.example',
  RATE_LIMIT_SCALE: '1000',
}

export const issuer = aSigner('Ed25519', 'one')
export const browser = aSigner('Ed25519')

const HOSTS: Record<string, string> = {
  'mail.example': 'issuer.example',
  'other.example': 'other-issuer.example',
}

/** A working issuer for both domains of `PROOF_ENV`. `asked`: what was looked up, in order. */
export function aSource(more: Partial<IssuerSource> = {}, keys = [issuer.jwk]) {
  const asked: string[] = []
  const source: IssuerSource = {
    async txt(name) {
      return [`iss=${HOSTS[name.replace('_email-verification.', '')]}`]
    },
    async get(url) {
      const answer = url.pathname.startsWith('/.well-known/') ? { jwks_uri: `${url.origin}/jwks` } : { keys }
      return Buffer.from(JSON.stringify(answer))
    },
    ...more,
  }
  return {
    asked,
    txt(name: string) {
      asked.push(name)
      return source.txt(name)
    },
    get(url: URL, signal: AbortSignal) {
      asked.push(url.href)
      return source.get(url, signal)
    },
  }
}

/** Has a world ask this issuer, with nothing remembered. */
export function askIssuer(world: World, more?: Partial<IssuerSource>, keys?: (typeof issuer.jwk)[]) {
  const source = aSource(more, keys)
  world.ctx.issuerKeys = createIssuerKeys(source, world.ctx)
  return source
}

let people = 0

export const anAddress = (domain = 'mail.example') => toEmailAddress(`marie${++people}@${domain}`)

/** A token for `email` that this world takes, but for what is changed. */
export const aProof = (world: World, email: string, more: Partial<TokenParts> = {}): string =>
  tokenOf({
    issuer,
    browser,
    email,
    iss: 'https://issuer.example',
    aud: 'https://auth.huntaze.test',
    nonce: newProofNonce(world.ctx, null),
    now: world.ctx.now(),
    ...more,
  })
