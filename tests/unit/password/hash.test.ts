import { hash, verify } from '@node-rs/bcrypt'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TooBusyError } from '../../../lib/password/gate'
import { createPasswordHasher } from '../../../lib/password/hash'
import { processorTime } from '../../support/processor-time'

const passwords = createPasswordHasher({ cost: 4 })
const stored = (password: string) => passwords.hash(password)

async function opens(made: string, typed: string): Promise<boolean> {
  return passwords.verify(typed, await stored(made))
}

describe('a password hash', () => {
  // ASVS 11.4.2
  it('is bcrypt of the configured cost, salted', async () => {
    expect(await stored('secret')).toMatch(/^\$2b\$04\$.{53}$/)
    expect(await createPasswordHasher({ cost: 10 }).hash('secret')).toMatch(/^\$2b\$10\$.{53}$/)
    expect(await stored('secret')).not.toBe(await stored('secret'))
  })

  // ASVS 6.2.8, 6.2.9
  it.each([
    ['case', 'Secret word', 'secret word'],
    ['a space before', 'secret', ' secret'],
    ['a space after', 'secret', 'secret '],
    ['full width', 'secret', 'ｓｅｃｒｅｔ'],
    ['the 72nd byte', `${'x'.repeat(71)}a`, `${'x'.repeat(71)}b`],
    ['the 73rd byte', `${'x'.repeat(72)}a`, `${'x'.repeat(72)}b`],
    ['a 73rd byte', 'x'.repeat(72), 'x'.repeat(73)],
    ['the last é of 40', `${'é'.repeat(39)}a`, `${'é'.repeat(39)}b`],
    ['the last of 64 emoji', '🔑'.repeat(64), `${'🔑'.repeat(63)}🔒`],
    ['the last of 1024', 'a'.repeat(1024), `${'a'.repeat(1023)}b`],
    ['what follows NUL', 'secret\0a', 'secret\0b'],
    ['NUL at the end', 'secret', 'secret\0'],
    ['NUL at the start', '\0a', '\0b'],
  ])('tells passwords apart by %s', async (_what, one, other) => {
    expect(await opens(one, one)).toBe(true)
    expect(await opens(other, other)).toBe(true)
    expect(await opens(one, other)).toBe(false)
    expect(await opens(other, one)).toBe(false)
  })

  it('is the same however the keyboard composes an accent', async () => {
    expect(await opens('un été à la mer', 'un e\u0301te\u0301 a\u0300 la mer')).toBe(true)
    expect(await opens('e\u0301'.repeat(70), 'é'.repeat(70))).toBe(true)
  })

  it('can be checked by any bcrypt library up to 72 bytes, and imported from one', async () => {
    const password = `un vélo rouge ${'x'.repeat(57)}`
    expect(Buffer.byteLength(password)).toBe(72)
    expect(await verify(password, await stored(password))).toBe(true)
    expect(await passwords.verify(password, await hash(password, 4))).toBe(true)
  })

  it('of a password with NUL is not left to libraries that would stop there', async () => {
    expect(await verify('secret\0a', await stored('secret\0a'))).toBe(false)
  })

  it('of a longer password never changes its recipe', async () => {
    // The digest was made by an independent implementation: printf %s aaa… | openssl dgst -sha384 -hmac 'huntaze-auth password v1'
    const digest = Buffer.from(
      '87cd50da2086eed9efa30ebaa415229fbf60245e0ab653a5da64f16cad51c66a0909fba1eb9211418ecf581515281455',
      'hex',
    )
    expect(await verify(digest.toString('base64'), await stored('a'.repeat(73)))).toBe(true)
  })

  it('opens for its own password alone, whatever it is', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 100 })
    const property = fc.asyncProperty(text, text, async (one, other) => {
      const same = one.normalize('NFC') === other.normalize('NFC')
      expect(await opens(one, one)).toBe(true)
      expect(await opens(one, other)).toBe(same)
    })
    await fc.assert(property, { numRuns: 50 })
  })
})

describe('checking', () => {
  it('says no to an unknown account and to a stored hash that is none', async () => {
    for (const broken of [null, '', 'secret', '$2b$04$short', `$2b$31$${'.'.repeat(53)}`]) {
      expect(await passwords.verify('secret', broken)).toBe(false)
      expect(await passwords.verify('', broken)).toBe(false)
    }
  })

  // ASVS 6.3.8
  it('costs an unknown account what it costs a known one, from the first time on', async () => {
    const slow = createPasswordHasher({ cost: 10 })
    const cost = (against: string | null) => processorTime(() => slow.verify('wrong password', against))
    const first = await cost(null)
    const known = await createPasswordHasher({ cost: 10 }).hash('secret')
    // Other work only adds to a measurement, so the least of several is the closest to the cost of the hash.
    const least = [known, null, 'broken'].map((against) => ({ against, cost: Number.POSITIVE_INFINITY }))
    const areAlike = async () => {
      for (const one of least) one.cost = Math.min(one.cost, await cost(one.against))
      const costs = least.map((one) => one.cost)
      return Math.min(...costs) / Math.max(...costs) > 1 / 1.6
    }
    await expect.poll(areAlike).toBe(true)
    expect(first / (least[0]?.cost ?? 0)).toBeGreaterThan(0.6)
  })

  // ASVS 11.2.2
  it('asks for a new hash when the stored one has another cost', async () => {
    const dearer = createPasswordHasher({ cost: 5 })
    const old = await stored('secret')
    expect(await dearer.verify('secret', old)).toBe(true)
    expect(dearer.needsRehash(old)).toBe(true)
    expect(dearer.needsRehash(await dearer.hash('secret'))).toBe(false)
    expect(passwords.needsRehash(await dearer.hash('secret'))).toBe(true)
  })
})

describe('a storm', () => {
  // ASVS 2.4.1, 15.2.2
  it('is served 66 deep, the rest is told to come back, and afterwards all is well', async () => {
    const storm = Array.from({ length: 70 }, (_, index) =>
      index % 2 === 0 ? passwords.hash('secret') : passwords.verify('secret', null),
    )
    const outcomes = await Promise.allSettled(storm)
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refused).toHaveLength(4)
    for (const error of refused) {
      expect(error).toBeInstanceOf(TooBusyError)
      expect((error as TooBusyError).retryAfter).toBe(2)
    }
    expect(await opens('secret', 'secret')).toBe(true)
  })
})
