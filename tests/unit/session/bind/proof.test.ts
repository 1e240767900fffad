import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSignedBy, type PublicJwk, readKey, readProof } from '../../../../lib/session/bind/proof'
import { newKey, proofOf } from '../../../support/bound-browser'

const AUDIENCE = 'https://auth.huntaze.test/api/auth/bound/refresh'
const key = newKey()
const rsa = newKey('RS256')
const publicOf = ({ publicKey }: ReturnType<typeof newKey>) => publicKey.export({ format: 'jwk' })
const stored = { alg: 'ES256', jwk: publicOf(key) as PublicJwk }

const accepts = (text: string, by = stored): boolean => {
  const proof = readProof(text, AUDIENCE)
  return proof !== null && isSignedBy(proof, by)
}

/** A proof with one of its three parts replaced. */
const patched = (text: string, place: number, part: string): string =>
  text
    .split('.')
    .map((own, index) => (index === place ? part : own))
    .join('.')

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a proof', () => {
  const good = proofOf(key, { jti: 'challenge' })

  it.each([
    ['bare, as Chromium 156 sends it', good],
    ['quoted, as the draft has it', `"${good}"`],
    ['with the audience', proofOf(key, { jti: 'challenge', aud: AUDIENCE })],
  ])('is accepted %s', (_, text) => {
    expect(readProof(text, AUDIENCE)?.challenge).toBe('challenge')
    expect(accepts(text)).toBe(true)
  })

  it('is accepted by RSA, and of no algorithm but its key’s', () => {
    const text = proofOf(rsa, { jti: 'challenge' }, { alg: 'RS256' })
    expect(accepts(text, { alg: 'RS256', jwk: publicOf(rsa) as PublicJwk })).toBe(true)
    expect(accepts(text)).toBe(false)
    expect(accepts(good, { alg: 'RS256', jwk: publicOf(rsa) as PublicJwk })).toBe(false)
  })

  it.each([
    ['empty', ''],
    ['half quoted', `"${good}`],
    ['two parts', good.split('.').slice(0, 2).join('.')],
    ['four parts', `${good}.x`],
    ['a header that is no JSON', patched(good, 0, 'x')],
    ['a payload that is no JSON', patched(good, 1, 'x')],
    ['no signature', patched(good, 2, '')],
    ['a signature of another length', patched(good, 2, 'AAAA')],
    ['a signature of zeros', patched(good, 2, Buffer.alloc(64).toString('base64url'))],
    ['a signature in DER', patched(good, 2, Buffer.alloc(70, 1).toString('base64url'))],
    ['another key', proofOf(newKey(), { jti: 'challenge' })],
    ['another payload', patched(good, 1, encoded({ jti: 'another' }))],
    ['no type', proofOf(key, { jti: 'challenge' }, { header: { typ: undefined } })],
    ['another type', proofOf(key, { jti: 'challenge' }, { header: { typ: 'JWT' } })],
    ['no algorithm', proofOf(key, { jti: 'challenge' }, { header: { alg: 'none' } })],
    ['a symmetric algorithm', proofOf(key, { jti: 'challenge' }, { header: { alg: 'HS256' } })],
    ['another curve', proofOf(key, { jti: 'challenge' }, { header: { alg: 'ES384' } })],
    ['no challenge', proofOf(key, {} as never)],
    ['a challenge that is no text', proofOf(key, { jti: 1 } as never)],
    ['a huge challenge', proofOf(key, { jti: 'x'.repeat(257) })],
    ['another audience', proofOf(key, { jti: 'challenge', aud: 'https://evil.test/' })],
    ['several audiences', proofOf(key, { jti: 'challenge', aud: [AUDIENCE] } as never)],
    ['4 KiB', proofOf(key, { jti: 'challenge' }, { header: { more: 'x'.repeat(4096) } })],
  ])('is refused: %s', (_, text) => {
    expect(accepts(text)).toBe(false)
  })
})

describe('a key', () => {
  const { kty, crv, x, y } = publicOf(key)

  it('is stored with its public members alone', () => {
    const jwk = key.privateKey.export({ format: 'jwk' })
    expect(readKey('ES256', { ...jwk, kid: 'x', use: 'sig' })).toEqual({ kty, crv, x, y })
    const { n, e } = publicOf(rsa)
    expect(readKey('RS256', { ...publicOf(rsa), alg: 'RS256' })).toEqual({ kty: 'RSA', n, e })
  })

  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' })

  it.each([
    ['nothing', 'ES256', undefined],
    ['a text', 'ES256', 'x'],
    ['another curve', 'ES256', p384],
    ['a point beside the curve', 'ES256', { kty, crv, x, y: x }],
    ['a short number', 'ES256', { kty, crv, x: x?.slice(1), y }],
    ['RSA of 1024 bits', 'RS256', small],
    ['RSA of 8192 bits', 'RS256', { ...publicOf(rsa), n: Buffer.alloc(1024, 255).toString('base64url') }],
    ['another exponent', 'RS256', { ...publicOf(rsa), e: 'Aw' }],
    ['the key of another algorithm', 'RS256', publicOf(key)],
  ] as const)('is refused: %s', (_, alg, jwk) => {
    expect(readKey(alg, jwk)).toBeNull()
  })
})
