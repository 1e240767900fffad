import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emailAddress } from '../../../lib/account/email-address'
import { processorTime } from '../../support/processor-time'

const read = (typed: unknown) => {
  const parsed = emailAddress.safeParse(typed)
  return parsed.success ? parsed.data : parsed.error.issues.map((issue) => issue.message).join()
}

describe('the canonical address', () => {
  it.each([
    ['jean@example.com', 'jean@example.com'],
    ['  Jean.DUPONT+Promo@EXAMPLE.Com\n', 'jean.dupont+promo@example.com'],
    ["o'brien!#$%&*/=?^_`{|}~-@a.fr", "o'brien!#$%&*/=?^_`{|}~-@a.fr"],
    ['a@münchen.de', 'a@xn--mnchen-3ya.de'],
    ['a@MÜNCHEN.de', 'a@xn--mnchen-3ya.de'],
    ['a@xn--mnchen-3ya.de', 'a@xn--mnchen-3ya.de'],
    ['a@e\u0301cole.fr', 'a@xn--cole-9oa.fr'],
    ['a@例え.jp', 'a@xn--r8jz45g.jp'],
    ['a@a.b.c-d.museum', 'a@a.b.c-d.museum'],
    ['a@1.fr', 'a@1.fr'],
  ])('of %j is %j', (typed, address) => expect(read(typed)).toBe(address))

  it.each([
    ['', 'email_required'],
    [' \t ', 'email_required'],
    [undefined, 'email_required'],
    [null, 'wrong_type'],
    [['a@b.fr'], 'wrong_type'],
    [`${'a'.repeat(65)}@b.fr`, 'email_too_long'],
    [`a@${'b.'.repeat(126)}fr`, 'email_too_long'],
  ])('%j: %s', (typed, fault) => expect(read(typed)).toBe(fault))

  it('takes 64 characters before the @ and 254 in all', () => {
    const longest = `${'a'.repeat(64)}@${`${'b'.repeat(61)}.`.repeat(3)}fra`
    expect(longest).toHaveLength(254)
    expect(read(longest)).toBe(longest)
    expect(read(`${longest}n`)).toBe('email_too_long')
    // 124 characters as typed, 482 in punycode.
    expect(read(`a@${'é.'.repeat(60)}fr`)).toBe('email_too_long')
  })

  it.each([
    'jean',
    '@example.com',
    'jean@',
    'jean@localhost',
    'a@b@example.com',
    '"jean"@example.com',
    'jean@example.com, paul@example.com',
    'Jean <jean@example.com>',
    'jean@example.com\r\nBcc: x@y.fr',
    '.jean@example.com',
    'jean.@example.com',
    'je..an@example.com',
    'jean@.example.com',
    'jean@example.com.',
    'jean@example..com',
    'jean@-example.com',
    'jean@example-.com',
    'jean@exa_mple.com',
    `jean@${'b'.repeat(64)}.com`,
    'jean@127.0.0.1',
    'jean@127.1',
    'jean@0x7f.1',
    'jean@[127.0.0.1]',
    'jean@[::1]',
    'jean@example.c',
    'jean@example.com:25',
    'jean@example.com/x',
    'jean@ex%61mple.com',
    'jean@exa mple.com',
  ])('refuses %j', (typed) => expect(read(typed)).toBe('email_invalid'))

  it.each([
    ['the Kelvin sign', '\u212aevin@example.com'],
    ['the Kelvin sign in the domain', 'kevin@\u212aevin.com'],
    ['the long s', 'a@example.\u017fe'],
    ['the dotless i', 'm\u0131ke@example.com'],
    ['the capital I with a dot', 'a@\u0130nfo.com'],
    ['a ligature', 'a@\ufb01nance.com'],
    ['full-width letters', 'a@\uff45xample.com'],
    ['an ideographic full stop', 'a@example\u3002com'],
    ['a full-width @', 'a\uff20example.com'],
    ['the capital ẞ, which would become ss', 'a@gro\u1e9e.de'],
    ['a circled digit', 'a@\u2460.com'],
    ['a lone surrogate', 'a@exam\ud800ple.com'],
    ['an accent before the @', 'é@example.com'],
  ])('refuses %s', (_what, typed) => expect(read(typed)).toBe('email_invalid'))

  it.each([
    'zero-width space \u200b',
    'zero-width joiner \u200d',
    'left-to-right embedding \u202a',
    'right-to-left override \u202e',
    'pop of direction \u202c',
    'left-to-right mark \u200e',
    'right-to-left mark \u200f',
    'Arabic letter mark \u061c',
    'isolate \u2066',
    'end of an isolate \u2069',
    'word joiner \u2060',
    'byte order mark \ufeff',
    'soft hyphen \u00ad',
    'grapheme joiner \u034f',
    'variation selector \ufe0f',
    'Hangul filler \u3164',
    'place of an object \ufffc',
    'tag \u{e0041}',
  ])('loses around it, and refuses inside with a reason of its own, the %s', (named) => {
    const unseen = [...named].at(-1) ?? ''
    for (const typed of ['?jean@example.com', 'jean@example.com?', ' ? jean@example.com??\n?'])
      expect(read(typed.replaceAll('?', unseen))).toBe('jean@example.com')
    for (const typed of ['je?an@example.com', 'jean?@example.com', 'jean@?example.com', 'jean@exam?ple.com'])
      expect(read(typed.replaceAll('?', unseen))).toBe('email_unseen')
    expect(read(unseen)).toBe('email_required')
  })

  it('loses the marks that a contact card puts around it', () => {
    expect(read('\u202ajean@example.com\u202c')).toBe('jean@example.com')
    expect(read('\u2068jean@example.com\u2069\u200b')).toBe('jean@example.com')
    expect(read('\u2800jean@example.com\u00a0')).toBe('jean@example.com')
  })

  it.each(['je\0an@example.com', 'jean@exam\0ple.com', 'jean@example.com\0'])(
    'refuses the control character in %j',
    (typed) => expect(read(typed)).toBe('email_unseen'),
  )

  it('is plain ASCII that a mail header can carry, and its own canonical form', () => {
    const plain = fc.constantFrom(...'abcXYZ09')
    const odd = fc.oneof(
      fc.constantFrom(...'.-_+@é\u212aß。\u200d%/'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    )
    const char = fc.oneof({ weight: 12, arbitrary: plain }, { weight: 1, arbitrary: odd })
    const text = fc.array(char, { minLength: 1, maxLength: 12 }).map((chars) => chars.join(''))
    const typed = fc.tuple(text, text).map(([local, host]) => `${local}@${host}.fr`)
    let accepted = 0
    const property = fc.property(typed, (value) => {
      const parsed = emailAddress.safeParse(value)
      if (!parsed.success) return
      accepted += 1
      expect(parsed.data).toMatch(/^[!#-'*+\-./0-9=?^-~]{1,64}@[a-z0-9.-]{3,}$/)
      expect(read(parsed.data)).toBe(parsed.data)
      expect(read(parsed.data.toUpperCase())).toBe(parsed.data)
    })
    fc.assert(property, { numRuns: 1000 })
    expect(accepted).toBeGreaterThan(200)
  })

  it('has a domain in punycode whenever a character outside of ASCII was accepted in it', () => {
    const property = fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), (char) => {
      const parsed = emailAddress.safeParse(`a@ex${char}am.fr`)
      if (parsed.success && char > '\u007f') expect(parsed.data).toMatch(/^a@xn--/)
    })
    fc.assert(property, { numRuns: 5000 })
  })

  // ASVS 1.3.12
  it('is found in linear time', async () => {
    const texts = ['a.', 'a-', '.', '@', 'é', ' ', '\u200b', ' \u200bа'].flatMap((part) => [
      `a@${part.repeat(8000)}`,
      `${part.repeat(8000)}@a.fr`,
    ])
    expect(await processorTime(() => texts.map(read))).toBeLessThan(500)
  })
})
