import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { personName } from '../../../lib/account/name'
import { processorTime } from '../../support/processor-time'

const read = (typed: unknown) => {
  const parsed = personName.safeParse(typed)
  return parsed.success ? parsed.data : parsed.error.issues.map((issue) => issue.message).join()
}

describe('a name', () => {
  it.each([
    ['Jean Dupont', 'Jean Dupont'],
    ['  Jean \u00a0\u2003 Dupont\n', 'Jean Dupont'],
    ['He\u0301le\u0300ne', 'Hélène'],
    ["Anne-Marie d'Orléans, Ph.D.", "Anne-Marie d'Orléans, Ph.D."],
    ['محمد علي', 'محمد علي'],
    ['דוד בן־גוריון', 'דוד בן־גוריון'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['王伟', '王伟'],
    ['क्ष', 'क्ष'],
    ['Léa 👩\u200d👩\u200d👧 ❤️', 'Léa 👩\u200d👩\u200d👧 ❤️'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['X', 'X'],
    ['\u200bCaché', 'Caché'],
    ['\u3164Jean \u200dDu\u00adpont\u200b', 'Jean Dupont'],
    ['\u{e0041}\u{e0042}Tag', 'Tag'],
    ['J\u200ce\ufe0fan', 'Jean'],
    ['e\u034f\u0301', 'é'],
    ['བསྒྲུབས', 'བསྒྲུབས'],
    ['1\ufe0f\u20e3', '1\ufe0f\u20e3'],
    ['\u202aJean\u202c \u2066Dupont\u2069\u200e', 'Jean Dupont'],
    ['Jean\u202etnopuD', 'JeantnopuD'],
    ['\u200fמשה\u200f', 'משה'],
    ['\u061cعلي\u200b', 'علي'],
    ['Jean\ufffc\ufff9', 'Jean'],
    ['\u2800Jean\u2800\u2800Dupont\u2800', 'Jean Dupont'],
  ])('%j is kept as %j', (typed, name) => expect(read(typed)).toBe(name))

  it.each([
    ['', 'name_required'],
    [' \u3000 ', 'name_required'],
    [undefined, 'name_required'],
    [null, 'wrong_type'],
    [12, 'wrong_type'],
    ['a'.repeat(101), 'name_too_long'],
    ['👋'.repeat(101), 'name_too_long'],
  ])('%j: %s', (typed, fault) => expect(read(typed)).toBe(fault))

  it('may have 100 code points, spaces around it not counted', () => {
    expect(read('👋'.repeat(100))).toBe('👋'.repeat(100))
    expect(read(`  ${'a'.repeat(100)}  `)).toBe('a'.repeat(100))
  })

  it.each([
    ['NUL', 'Jean\0'],
    ['a line break', 'Jean\r\nBcc: x@y.fr'],
    ['a tab', 'Jean\tDupont'],
    ['a C1 control', 'Jean\u0085Dupont'],
    ['a line separator', 'Jean\u2028Dupont'],
    ['a lone surrogate', 'Jean\ud83d'],
    ['a non-character', 'Jean\uffff'],
    ['nothing to be seen', '\u200d\u3164\u2060'],
    ['marks of direction alone', '\u200e\u2066\u2069'],
    ['empty braille cells alone', '\u2800\u2800'],
    ['the place of an object alone', '\ufffc'],
    ['marks piled up', `Z${'\u0301\u0302'.repeat(4)}`],
    ['marks piled up around what is not seen', `ا${'\u064b\u200d'.repeat(6)}`],
    ['punctuation alone', '--.--'],
    ['an address', 'Gagnez https://evil.test'],
    ['www', 'WWW.evil.test'],
    ['full-width www', 'ｗｗｗ．evil.test'],
    ['a hidden www', 'ww\u200bw.evil.test'],
  ])('with %s is refused', (_what, typed) => expect(read(typed)).toBe('name_invalid'))

  // ASVS 1.3.3
  it('once accepted, has nothing in it that breaks a header, a log line or a page, and reads the same again', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'Jé ww.:/\t\n\0\u202e\u200d\u0301'),
      fc.string({ unit: 'binary', maxLength: 1 }),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    )
    const property = fc.property(
      fc.array(unit, { maxLength: 120 }).map((units) => units.join('')),
      (typed) => {
        const parsed = personName.safeParse(typed)
        if (!parsed.success) return
        expect(parsed.data).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]|:\/\/|www\./iu)
        expect([...parsed.data].length).toBeLessThanOrEqual(100)
        expect(Buffer.from(parsed.data, 'utf8').toString('utf8')).toBe(parsed.data)
        expect(read(parsed.data)).toBe(parsed.data)
      },
    )
    fc.assert(property, { numRuns: 3000 })
  })

  it('is unchanged when tidied again, under every mix of invisible characters and marks', () => {
    const unit = fc.constantFrom(
      ...'Jا가क \u200d\u0301\u200c\ufe0f\u00ad\u034f\u1160\ufeff\u200b\u1100\u1161\u00a0а\u094d',
    )
    const property = fc.property(fc.array(unit, { maxLength: 8 }), (units) => {
      const parsed = personName.safeParse(units.join(''))
      if (parsed.success) expect(read(parsed.data)).toBe(parsed.data)
    })
    fc.assert(property, { numRuns: 5000, examples: [[[...'J\u200d\u0301\u200d']]] })
  })

  it.each([
    ['marks', '\u0301'],
    ['joiners', '\u200d'],
    ['both by turns', '\u0301\u200d'],
    ['spaces and joiners', ' \u200d'],
  ])('is judged in bounded time: %s without end', async (_what, unit) => {
    const texts = [300, 600, 15_000].map((units) => `क${unit.repeat(units)}`.slice(0, 15_000))
    expect(await processorTime(() => texts.map(read))).toBeLessThan(500)
  })
})
