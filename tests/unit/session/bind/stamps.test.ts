import { describe, expect, it } from 'vitest'
import { LIFETIMES } from '../../../../lib/kernel/lifetimes'
import { challengeHeader, isChallenge, makeChallenge } from '../../../../lib/session/bind/challenge'
import { isBoundCookie, sealBoundCookie } from '../../../../lib/session/bind/cookie'
import { testClock } from '../../../support/clock'
import type { World } from '../../../support/world'

const OLD = 'an older secret of the server, 32 bytes'
const NEW = 'the newest secret of the server, 32 bytes'

/** The parts of a context that stamps need. */
function contextWith(authSecrets: string[]) {
  const now = testClock()
  return { env: { authSecrets }, now } as unknown as World['ctx']
}

const withNewSecret = (ctx: World['ctx'], authSecrets: string[]): World['ctx'] => ({
  ...ctx,
  env: { ...ctx.env, authSecrets },
})

/** Every text that differs from `text` in one character. */
const bent = (text: string): string[] =>
  [...text].map((char, place) => text.slice(0, place) + (char === 'A' ? 'B' : 'A') + text.slice(place + 1))

describe('a challenge', () => {
  const use = { of: 'binding', id: 'one' } as const

  it.each([
    ['at once', 0, true],
    ['a second before its end', LIFETIMES.keyChallenge - 1000, true],
    ['at its end', LIFETIMES.keyChallenge, false],
    ['a window later', 2 * LIFETIMES.keyChallenge, false],
  ])('%s', (_, after, isGood) => {
    const ctx = contextWith([NEW])
    const challenge = makeChallenge(ctx, use)
    ctx.now.advance(after)
    expect(isChallenge(ctx, use, challenge)).toBe(isGood)
    // Not used up by its first use.
    expect(isChallenge(ctx, use, challenge)).toBe(isGood)
  })

  it('is for one binding, and for one of the two uses', () => {
    const ctx = contextWith([NEW])
    const challenge = makeChallenge(ctx, use)
    expect(isChallenge(ctx, { of: 'binding', id: 'another' }, challenge)).toBe(false)
    expect(isChallenge(ctx, { of: 'registration', id: 'one' }, challenge)).toBe(false)
  })

  it('outlives a change of the secret, and not its end', () => {
    const ctx = contextWith([OLD])
    const challenge = makeChallenge(ctx, use)
    expect(isChallenge(withNewSecret(ctx, [NEW, OLD]), use, challenge)).toBe(true)
    expect(isChallenge(withNewSecret(ctx, [NEW]), use, challenge)).toBe(false)
  })

  it('is no other text', () => {
    const ctx = contextWith([NEW])
    const challenge = makeChallenge(ctx, use)
    for (const text of ['', 'x', `${challenge}A`, challenge.slice(1), ...bent(challenge)])
      expect([text, isChallenge(ctx, use, text)]).toEqual([text, false])
  })

  it('goes out as two structured strings', () => {
    expect(challengeHeader(contextWith([NEW]), 'one')).toMatch(/^"[\w-]{54}";id="one"$/)
  })
})

describe('the short cookie', () => {
  it.each([
    ['at once', 0, true],
    ['a second before the browser drops it', LIFETIMES.boundCookie - 1000, true],
    ['while an answer was late', LIFETIMES.boundCookie + LIFETIMES.boundCookieGrace - 1000, true],
    ['after that', LIFETIMES.boundCookie + LIFETIMES.boundCookieGrace, false],
  ])('%s', (_, after, isGood) => {
    const ctx = contextWith([NEW])
    const cookie = sealBoundCookie(ctx, 'one')
    ctx.now.advance(after)
    expect(isBoundCookie(ctx, 'one', cookie)).toBe(isGood)
  })

  it('is of one binding, outlives a change of the secret, and is no other text', () => {
    const ctx = contextWith([OLD])
    const cookie = sealBoundCookie(ctx, 'one')
    expect(isBoundCookie(ctx, 'another', cookie)).toBe(false)
    expect(isBoundCookie(withNewSecret(ctx, [NEW, OLD]), 'one', cookie)).toBe(true)
    expect(isBoundCookie(withNewSecret(ctx, [NEW]), 'one', cookie)).toBe(false)
    for (const text of [null, '', makeChallenge(ctx, { of: 'binding', id: 'one' }), ...bent(cookie)])
      expect([text, isBoundCookie(ctx, 'one', text)]).toEqual([text, false])
  })
})
