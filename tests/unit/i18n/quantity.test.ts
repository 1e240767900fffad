import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { waitingTime } from '../../../lib/i18n/duration'
import { axisTexts, quantity, quantityText, type Unit } from '../../../lib/i18n/quantity'
import { LOCALES } from '../../../lib/kernel/locale'

const UNITS: Unit[] = ['count', 'percent', 'bytes', 'per_second', 'per_minute', 'ms', 'seconds']

/** Visible spaces, so that a wrong one shows: `_` is U+202F, `~` is U+00A0. */
const seen = (text: string): string => text.replaceAll('\u202f', '_').replaceAll('\u00a0', '~')

describe('a quantity', () => {
  it.each([
    ['count', 1_000_348, '1_000_348', '1,000,348'],
    ['percent', 6.66, '6,66_%', '6.66%'],
    ['percent', 18.44, '18,4_%', '18.4%'],
    ['percent', 100, '100_%', '100%'],
    ['percent', 0, '0_%', '0%'],
    ['bytes', 999, '999~o', '999~B'],
    ['bytes', 999.7, '1~ko', '1~kB'],
    ['bytes', 4_812_345_678, '4,8~Go', '4.8~GB'],
    ['bytes', 2_000_000_000_000, '2~To', '2~TB'],
    ['per_second', 0.126, '0,13~/s', '0.13~/s'],
    ['per_minute', 184_502.4, '184_502~/min', '184,502~/min'],
    ['ms', 14.24, '14,2~ms', '14.2~ms'],
    ['ms', 999.6, '1~s', '1~s'],
    ['ms', 1840, '1,8~s', '1.8~s'],
    ['seconds', 0, '0~s', '0~s'],
    ['seconds', 42, '42~s', '42~s'],
    ['seconds', 59.6, '1~min', '1~min'],
    ['seconds', 300, '5~min', '5~min'],
    ['seconds', 1391, '23~min~11~s', '23~min~11~s'],
    ['seconds', 7200, '2~h', '2~h'],
    ['seconds', 7500, '2~h~05~min', '2~h~05~min'],
    ['seconds', 273_600, '3~j~4~h', '3~d~4~h'],
  ] as const)('%s %d', (unit, value, french, english) => {
    expect(seen(quantityText('fr', value, unit))).toBe(french)
    expect(seen(quantityText('en', value, unit))).toBe(english)
  })

  it('is never rounded to all, nor to nothing', () => {
    expect(seen(quantityText('fr', 99.9973, 'percent'))).toBe('99,99_%')
    expect(seen(quantityText('fr', 0.004, 'percent'))).toBe('<~0,01_%')
    const nearly = fc.double({ min: 1e-9, max: 100, minExcluded: false, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(nearly, (value) => {
        expect(quantityText('en', value, 'percent')).not.toBe('100%')
        expect(quantityText('en', value, 'percent')).not.toBe('0%')
      }),
    )
  })

  it('is always a number with its unit', () => {
    const anything = fc.double({ min: 0, max: 1e15, noNaN: true })
    fc.assert(
      fc.property(anything, fc.constantFrom(...UNITS), fc.constantFrom(...LOCALES), (value, unit, locale) => {
        const pieces = quantity(locale, value, unit)
        expect(pieces.length).toBeGreaterThan(0)
        for (const piece of pieces) expect(piece.number).toMatch(/^(<\u00a0)?\d/)
        // No space that a line could break at.
        expect(quantityText(locale, value, unit)).not.toMatch(/ |NaN|undefined/)
      }),
    )
  })
})

describe('a time to wait', () => {
  it.each([
    [1, '1~s'],
    [60, '1~min'],
    [125, '2~min~05~s'],
    [3599, '59~min~59~s'],
    [3600, '1~h'],
    [3601, '1~h~01~min'],
    [7201, '2~h~01~min'],
  ])('of %d s is written like any duration, and never too short', (seconds, text) => {
    expect(seen(waitingTime(seconds))).toBe(text)
  })
})

describe('the ends of an axis', () => {
  it.each([
    ['count', [1500, 0], ['1,5~k', '0']],
    ['count', [1_000_000, 999_600], ['1~M', '999,6~k']],
    ['count', [48_250, 48_200], ['48,25~k', '48,2~k']],
    ['bytes', [4_820_000_000, 4_780_000_000], ['4,82~Go', '4,78~Go']],
    ['per_minute', [0.25, 0], ['0,25', '0']],
    ['seconds', [960, 0], ['16~min', '0~s']],
    ['percent', [100, 0], ['100_%', '0_%']],
  ] as const)('%s %j', (unit, [high, low], texts) => {
    expect(axisTexts('fr', [high, low], unit).map(seen)).toEqual(texts)
  })
})
