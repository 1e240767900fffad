import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInstant, UnreadableInstant } from '../../../lib/db/instant'

const two = (number: number) => String(number).padStart(2, '0')

/** A moment as PostgreSQL writes it in a time zone so many minutes east. */
function written(at: Date, east: number): string {
  const [day = '', time = ''] = new Date(at.getTime() + east * 60_000).toISOString().split('T')
  const [hours, minutes] = [Math.floor(Math.abs(east) / 60), Math.abs(east) % 60]
  const zone = `${east < 0 ? '-' : '+'}${two(hours)}${minutes > 0 ? `:${two(minutes)}` : ''}`
  return `${day} ${time.replace('Z', '').replace(/[.]?0+$/, '')}${zone}`
}

describe('an instant of the database', () => {
  it('is read in every time zone', () => {
    const moments = fc.date({ min: new Date('1900-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
    fc.assert(
      fc.property(moments, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, east) => {
        expect(readInstant(written(at, east)).getTime()).toBe(at.getTime())
      }),
    )
  })

  it('may have microseconds, and a year of five digits', () => {
    expect(readInstant('2026-11-29 11:47:02.123456+00').toISOString()).toBe('2026-11-29T11:47:02.123Z')
    expect(readInstant('12026-01-01 00:00:00+00').toISOString()).toBe('+012026-01-01T00:00:00.000Z')
  })

  it.each([
    '29.11.2026 11:47:02 CET',
    '02/11/2026 11:47:02 CET',
    'Sun Nov 29 11:47:02 2026 CET',
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00+00 BC',
    '2026-11-29',
    '2026-13-29 11:47:02+00',
    '',
  ])('is never guessed: %s', (text) => {
    expect(() => readInstant(text)).toThrow(UnreadableInstant)
  })
})
