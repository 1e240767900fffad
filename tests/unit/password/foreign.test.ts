import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FOREIGN_LIMITS, MAX_HASH_LENGTH } from '../../../lib/password/foreign/limits'
import { readForeignHash } from '../../../lib/password/foreign/read'
import { foreignIn, storeForeign, unmarkedHash } from '../../../lib/password/foreign/stored'
import { TooBusyError } from '../../../lib/password/gate'
import { createPasswordHasher } from '../../../lib/password/hash'
import { FOREIGN_PASSWORD, FOREIGN_HASHES as MADE } from '../../support/foreign-hashes'
import { processorTime } from '../../support/processor-time'

const passwords = createPasswordHasher({ cost: 4 })
/** Processor time in ms that no check above its limit would do with: the cheapest takes some 100 ms. */
const LITTLE = 50

const check = (typed: string, hash: string) => passwords.verify(typed, storeForeign(hash))

describe('a hash that other software made', () => {
  it.each(Object.entries(MADE))('opens as it is: %s', async (_name, hash) => {
    expect(readForeignHash(hash)?.isTooCostly).toBe(false)
    expect(await check(FOREIGN_PASSWORD, hash)).toBe(true)
    expect(await check(`${FOREIGN_PASSWORD} `, hash)).toBe(false)
    expect(await check('', hash)).toBe(false)
  })

  it('is replaced, whatever its cost', async () => {
    const ours = await passwords.hash('secret')
    expect(passwords.needsRehash(ours)).toBe(false)
    expect(passwords.needsRehash(storeForeign(ours))).toBe(true)
    for (const hash of Object.values(MADE)) expect(passwords.needsRehash(storeForeign(hash))).toBe(true)
  })

  it('opens nothing without the mark of an import, unless it is bcrypt', async () => {
    for (const hash of Object.values(MADE))
      expect(await passwords.verify(FOREIGN_PASSWORD, hash)).toBe(hash.startsWith('$2'))
  })

  // RFC 7914, sections 12 and 11.
  it.each([
    [
      'scrypt',
      'pleaseletmein',
      '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$',
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    ],
    [
      'PBKDF2',
      'passwd',
      '$pbkdf2-sha256$i=1,l=64$c2FsdA$',
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
    ],
  ])('opens as the standard of %s says', async (_kind, password, start, digest) => {
    const hash = start + Buffer.from(digest, 'hex').toString('base64').replaceAll('=', '')
    expect(await check(password, hash)).toBe(true)
    expect(await check(`${password}x`, hash)).toBe(false)
  })

  it('of bcrypt counts 72 bytes, as it did where it comes from, and all of them where it was ours', async () => {
    // python3 bcrypt 5.0 over 72 times x
    const theirs = '$2b$04$soPYRZRY0WWy1aRgAI3ZeuPqZyG6n4MnXi75670wM03Imd82s3B2S'
    expect(await check('x'.repeat(72), theirs)).toBe(true)
    expect(await check('x'.repeat(80), theirs)).toBe(true)
    expect(await check('x'.repeat(71), theirs)).toBe(false)
    const ours = await passwords.hash('y'.repeat(80))
    expect(await check('y'.repeat(80), ours)).toBe(true)
    expect(await check('y'.repeat(81), ours)).toBe(false)
    expect(await check('y'.repeat(72), ours)).toBe(false)
  })
})

describe('a hash that is refused', () => {
  const digest = (bytes: number) => 'A'.repeat(Math.ceil((bytes * 4) / 3))
  const { bcryptCost, argon2Memory, argon2Work, argon2Lanes, scryptWork, pbkdf2 } = FOREIGN_LIMITS

  it.each([
    ['bcrypt', (cost: number) => `$2b$${cost}$${'.'.repeat(53)}`, bcryptCost],
    [
      'argon2id memory',
      (m: number) => `$argon2id$v=19$m=${m},t=1,p=1$${digest(16)}$${digest(32)}`,
      argon2Memory,
    ],
    [
      'argon2id passes',
      (t: number) => `$argon2id$v=19$m=65536,t=${t},p=1$${digest(16)}$${digest(32)}`,
      argon2Work / 65_536,
    ],
    [
      'argon2id lanes',
      (p: number) => `$argon2id$v=19$m=4096,t=1,p=${p}$${digest(16)}$${digest(32)}`,
      argon2Lanes,
    ],
    ['scrypt memory', (r: number) => `$scrypt$ln=17,r=${r},p=1$${digest(16)}$${digest(32)}`, 8],
    [
      'scrypt work',
      (p: number) => `$scrypt$ln=14,r=8,p=${p}$${digest(16)}$${digest(32)}`,
      scryptWork / 2 ** 17,
    ],
    ['Django', (i: number) => `pbkdf2_sha256$${i}$salt$${digest(32)}A=`.replace('AA=', 'A='), pbkdf2.sha256],
    ['pbkdf2-sha512', (i: number) => `$pbkdf2-sha512$i=${i},l=63$${digest(15)}$${digest(63)}`, pbkdf2.sha512],
  ])('because it costs more than its limit: %s', async (_name, make, most) => {
    expect(readForeignHash(make(most))).toMatchObject({ isTooCostly: false })
    expect(readForeignHash(make(most + 1))).toMatchObject({ isTooCostly: true })
    // Also where it stands in the database already, in the time of any wrong password: here a bcrypt of cost 4.
    let isRight: boolean | undefined
    const taken = await processorTime(async () => {
      isRight = await check('secret', make(most + 1))
    })
    expect(isRight).toBe(false)
    expect(taken).toBeLessThan(LITTLE)
  })

  it('never asks for memory that it would not get', async () => {
    expect(await check('secret', `$argon2id$v=19$m=4294967295,t=1,p=1$${digest(16)}$${digest(32)}`)).toBe(
      false,
    )
    expect(await check('secret', `$scrypt$ln=40,r=8,p=1$${digest(16)}$${digest(32)}`)).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['the password itself', FOREIGN_PASSWORD],
    ['an unusable one of Django', '!kZcXqo4Wb4bV0cS2QtcUcBD3yKPFSRmVuZbXHvB0'],
    ['bcrypt of the faulty program', `$2x$10$${'.'.repeat(53)}`],
    ['bcrypt that was cut', `$2b$10$${'.'.repeat(52)}`],
    ['bcrypt below its lowest cost', `$2b$03$${'.'.repeat(53)}`],
    [
      'Argon2i',
      '$argon2i$v=19$m=65536,t=3,p=4$F+xKp5nE54eK/ND8sBeuoQ$9r9j/53y+Rm790KMAQ5I1hWIapzv1BNB8i9w17ZQXAI',
    ],
    [
      'Argon2 1.0',
      '$argon2id$v=16$m=65536,t=3,p=4$F+xKp5nE54eK/ND8sBeuoQ$9r9j/53y+Rm790KMAQ5I1hWIapzv1BNB8i9w17ZQXAI',
    ],
    ['less memory than lanes need', `$argon2id$v=19$m=7,t=1,p=1$${digest(16)}$${digest(32)}`],
    ['a digest of one byte', '$pbkdf2-sha256$i=1000,l=1$c2FsdHNhbHQ$AA'],
    ['a length that is another one', `$pbkdf2-sha512$i=1000,l=64$c2FsdA$${digest(63)}`],
    ['scrypt that no N can be so great for', `$scrypt$ln=16,r=1,p=1$${digest(15)}$${digest(33)}`],
    ['MD5', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['something long', `$argon2id$${'A'.repeat(MAX_HASH_LENGTH)}`],
  ])('because it is %s', async (_name, hash) => {
    expect(readForeignHash(hash)).toBeUndefined()
    expect(await check(FOREIGN_PASSWORD, hash)).toBe(false)
  })

  it('because one character of it is another one', async () => {
    const cheap = Object.values(MADE).filter((hash) => /^\$2|1000\$|i=1000/.test(hash))
    const damage = fc.record({
      hash: fc.constantFrom(...cheap),
      place: fc.nat(200),
      by: fc.constantFrom(...'./A9zx$=,:\n\0é'),
    })
    const property = fc.asyncProperty(damage, async ({ hash, place, by }) => {
      const at = place % hash.length
      const damaged = hash.slice(0, at) + by + hash.slice(at + 1)
      // Letters of bcrypt's prefix name the same algorithm.
      fc.pre(damaged.replace(/^\$2[aby]/, '') !== hash.replace(/^\$2[aby]/, ''))
      expect(await check(FOREIGN_PASSWORD, damaged)).toBe(false)
    })
    await fc.assert(property, { numRuns: 300 })
  })
})

describe('what is stored', () => {
  it('is marked, and given back as it came', () => {
    for (const hash of Object.values(MADE)) {
      expect(foreignIn(hash)).toBeUndefined()
      expect(foreignIn(storeForeign(hash))).toBe(hash)
      expect(unmarkedHash(storeForeign(hash))).toBe(hash)
      expect(unmarkedHash(hash)).toBe(hash)
    }
    expect(foreignIn(null)).toBeUndefined()
    expect(unmarkedHash(null)).toBeNull()
  })
})

describe('a storm on hashes that need much memory', () => {
  it('waits for one at a time, 17 deep, and leaves a place to everybody else', async () => {
    const large = MADE['Argon2id of argon2-cffi, small'] ?? ''
    const storm = Array.from({ length: 20 }, () => check('wrong', large))
    const served = Promise.allSettled(storm)
    expect(await passwords.verify('secret', await passwords.hash('secret'))).toBe(true)
    const refused = (await served).filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(3)
    for (const one of refused) expect((one as PromiseRejectedResult).reason).toBeInstanceOf(TooBusyError)
  })
})
