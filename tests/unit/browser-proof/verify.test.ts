import { describe, expect, it } from 'vitest'
import type { ProofRefusal } from '../../../lib/browser-proof/refusals'
import { verifyProof } from '../../../lib/browser-proof/verify'
import { MINUTE, SECOND, shift } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import {
  ALGORITHMS,
  type Algorithm,
  aSigner,
  jwtOf,
  type TokenParts,
  tokenOf,
} from '../../support/browser-proofs'

const NOW = new Date('2026-11-30T12:00:00Z')
const address = toEmailAddress('marie@mail.example')
const issuer = aSigner('ES256', 'one')
const browser = aSigner('Ed25519')
const stranger = aSigner('ES256', 'one')

const RIGHT: TokenParts = {
  issuer,
  browser,
  email: address,
  iss: 'https://issuer.example',
  aud: 'https://auth.huntaze.test',
  nonce: 'ours',
  now: NOW,
}

const expected = {
  address,
  issuer: 'issuer.example',
  audience: RIGHT.aud,
  nonceRefusal: (nonce: string): ProofRefusal | null => (nonce === 'ours' ? null : 'other_nonce'),
  now: NOW,
}

const judge = (token: string, more: Partial<Parameters<typeof verifyProof>[1]> = {}) =>
  verifyProof(token, { ...expected, keys: [issuer.jwk], ...more })
const judged = (changed: Partial<TokenParts>, more: Parameters<typeof judge>[1] = {}) =>
  judge(tokenOf({ ...RIGHT, ...changed }), more)

const seconds = (ms: number): number => Math.floor(shift(NOW, ms).getTime() / SECOND)

describe('a good token', () => {
  const pairs = ALGORITHMS.flatMap((one) => ALGORITHMS.map((other): [Algorithm, Algorithm] => [one, other]))

  it.each(pairs)('is taken: issuer %s, browser %s', (one, other) => {
    const parts = { issuer: aSigner(one, 'k'), browser: aSigner(other) }
    expect(judged(parts, { keys: [aSigner(one, 'other').jwk, parts.issuer.jwk] })).toBeNull()
  })

  it.each<[string, Partial<TokenParts>]>([
    ['issuer as a bare host', { iss: 'issuer.example' }],
    ['address in another case', { email: 'Marie@MAIL.example' }],
    ['address with its domain in letters', { email: 'marie@mail.example' }],
    ['five minutes old', { word: { iat: seconds(-5 * MINUTE) } }],
    ['a clock that is a minute ahead', { word: { iat: seconds(MINUTE) } }],
    ['an end that is to come', { word: { exp: seconds(SECOND) } }],
    ['no name of a key', { wordHeader: { kid: undefined } }],
    ['more claims than we read', { word: { sub: '1', is_private_email: false } }],
  ])('is taken: %s', (_, parts) => expect(judged(parts)).toBeNull())
})

describe('a token that does not count', () => {
  it.each<[string, ProofRefusal, Partial<TokenParts>]>([
    ['another address of the person', 'other_address', { email: 'marie.other@mail.example' }],
    ['an address of another domain', 'other_address', { email: 'marie@other.example' }],
    ['a label in the address', 'other_address', { email: 'marie+x@mail.example' }],
    ['two addresses', 'other_address', { email: 'marie@mail.example,eve@mail.example' }],
    ['an issuer that nobody allowed', 'unknown_issuer', { iss: 'https://evil.example' }],
    ['an issuer with a path', 'unknown_issuer', { iss: 'https://issuer.example/evil' }],
    ['an issuer without TLS', 'unknown_issuer', { iss: 'http://issuer.example' }],
    ['an unverified address', 'not_verified', { word: { email_verified: false } }],
    ['a word for true', 'not_verified', { word: { email_verified: 'true' } }],
    ['no word on verification', 'not_verified', { word: { email_verified: undefined } }],
    ['a word of the issuer that is too old', 'expired', { word: { iat: seconds(-5 * MINUTE - SECOND) } }],
    ['a binding that is too old', 'expired', { binding: { iat: seconds(-5 * MINUTE - SECOND) } }],
    ['a word that has ended', 'expired', { word: { exp: seconds(0) } }],
    ['a word from the future', 'future', { word: { iat: seconds(MINUTE + SECOND) } }],
    ['a binding from the future', 'future', { binding: { iat: seconds(MINUTE + SECOND) } }],
    ['another audience', 'other_audience', { aud: 'https://other.example' }],
    ['an audience with a path', 'other_audience', { aud: `${RIGHT.aud}/` }],
    ['another nonce', 'other_nonce', { nonce: 'theirs' }],
    ['an empty nonce', 'other_nonce', { nonce: '' }],
    ['a word without signature', 'algorithm', { wordHeader: { alg: 'none' }, wordBy: null }],
    ['a binding without signature', 'algorithm', { bindingHeader: { alg: 'none' }, bindingBy: null }],
    ['an algorithm with secrets', 'algorithm', { wordHeader: { alg: 'HS256' } }],
    ['a name of every object', 'algorithm', { wordHeader: { alg: 'constructor' } }],
    ['a word by somebody else', 'signature', { wordBy: stranger }],
    ['a word that names a key that is not there', 'signature', { wordHeader: { kid: 'two' } }],
    ['an algorithm of another kind of key', 'signature', { wordHeader: { alg: 'RS256' } }],
    ['a word with a signature cut off', 'signature', { wordBy: null }],
    ['a binding by another key', 'key_binding', { bindingBy: aSigner('Ed25519') }],
    ['a binding by the issuer', 'key_binding', { bindingBy: issuer, bindingHeader: { alg: 'ES256' } }],
    ['a binding without signature', 'key_binding', { bindingBy: null }],
    ['a binding to another word', 'key_binding', { binding: { sd_hash: 'x'.repeat(43) } }],
    [
      'a secret in place of the browser’s key',
      'key_binding',
      { word: { cnf: { jwk: { kty: 'oct', k: 'AA' } } } },
    ],
    ['another type of word', 'malformed', { wordHeader: { typ: 'JWT' } }],
    ['another type of binding', 'malformed', { bindingHeader: { typ: 'JWT' } }],
    ['extensions that must be understood', 'malformed', { wordHeader: { crit: ['b64'], b64: false } }],
    ['no key of the browser', 'malformed', { word: { cnf: {} } }],
    ['a time that is no number', 'malformed', { word: { iat: '1' } }],
    ['two audiences', 'malformed', { binding: { aud: [RIGHT.aud] } }],
  ])('%s: %s', (_, refusal, parts) => expect(judged(parts)).toBe(refusal))

  it('is one for a domain without an issuer', () => {
    expect(judged({}, { issuer: undefined })).toBe('unknown_issuer')
  })

  it('is one that no key of the issuer signed', () => {
    expect(judged({}, { keys: [] })).toBe('signature')
    expect(judged({}, { keys: [stranger.jwk] })).toBe('signature')
    expect(judged({}, { keys: [{ ...issuer.jwk, use: 'enc' }] })).toBe('signature')
    expect(judged({}, { keys: [{ ...issuer.jwk, alg: 'ES384' }] })).toBe('signature')
  })

  it('is a word that the key of another algorithm could be taken for a secret of', () => {
    // The classic confusion: HMAC under the bytes of the public key.
    const text = JSON.stringify(issuer.jwk)
    const confused = { ...issuer, alg: 'HS256' }
    expect(
      judged({ issuer: confused }, { keys: [{ kty: 'oct', k: Buffer.from(text).toString('base64url') }] }),
    ).toBe('algorithm')
  })

  it.each<[string, (token: string) => string]>([
    ['nothing', () => ''],
    ['a word', () => '?'],
    ['no binding', (token) => token.split('~')[0] ?? ''],
    ['an empty binding', (token) => `${token.split('~')[0]}~`],
    ['a disclosure in between', (token) => token.replace('~', '~WyJhIiwiYiJd~')],
    ['white space', (token) => ` ${token}`],
    ['a JWT of five parts', (token) => token.replace('~', '.x.y~')],
    ['no JSON', () => `${'x'.repeat(8)}.${'y'.repeat(8)}.z~a.b.c`],
    ['JSON that is no object', () => `${jwtOf([1], [2], null)}~${jwtOf([1], [2], null)}`],
  ])('malformed: %s', (_, change) => expect(judge(change(tokenOf(RIGHT)))).toBe('malformed'))

  it('is one that is huge, whatever it says', () => {
    expect(judged({ word: { more: 'x'.repeat(8 * 1024) } })).toBe('too_large')
  })
})
