import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeHash, codeHashes, newCode, readCode } from '../../../lib/link/code'
import { testEnv } from '../../support/world'

const secret = (): string => randomBytes(32).toString('base64url')
const SHAPE = /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/

describe('a code', () => {
  // ASVS 6.5.4
  it('is eight letters of twenty, each as likely as the others', () => {
    const codes = Array.from({ length: 2_000 }, newCode)
    expect(codes.filter((code) => !SHAPE.test(code))).toEqual([])
    expect(new Set(codes).size).toBe(codes.length)
    const counts = new Map<string, number>()
    for (const letter of codes.join('').replaceAll('-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    // 800 of each are expected; 600 and 1,000 are seven standard deviations away.
    expect(counts.size).toBe(20)
    for (const count of counts.values()) expect(Math.abs(count - 800)).toBeLessThan(200)
  })

  it.each([
    'WDJB-MJHT',
    'wdjbmjht',
    ' wdjb mjht ',
    'W D J B – M J H T',
    'ＷＤＪＢ－ＭＪＨＴ',
    'wdjb\u00a0mjht\n',
  ])('is read as it is typed: %j', (typed) => expect(readCode(typed)).toBe('WDJB-MJHT'))

  it.each(['', 'WDJB-MJH', 'WDJB-MJHTT', 'WDJB-MJHA', '12345678', 'WDJB_MJHT', 'ẄDJBMJHT'])(
    'is none that could be guessed right: %j',
    (typed) => expect(readCode(typed)).toBeNull(),
  )

  it('is read in bounded time, whatever is typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => void readCode(typed)))
  })

  it('has another hash for another account and under another secret, and outlives a change of the secret', () => {
    const [first, second] = [secret(), secret()]
    const ctx = (secrets: string) =>
      ({ env: testEnv('postgres://localhost/x', { AUTH_SECRET: secrets }) }) as never
    const stored = codeHash(ctx(first), 1, 'WDJB-MJHT')
    expect(codeHash(ctx(first), 2, 'WDJB-MJHT')).not.toEqual(stored)
    expect(codeHash(ctx(second), 1, 'WDJB-MJHT')).not.toEqual(stored)
    expect(codeHashes(ctx(`${second},${first}`), 1, 'WDJB-MJHT')).toContainEqual(stored)
    expect(codeHashes(ctx(second), 1, 'WDJB-MJHT')).not.toContainEqual(stored)
  })
})
