import { describe, expect, it } from 'vitest'
import { byDay, dayText } from '../../../app/account/activity/by-day'

const TEXTS = { today: 'Aujourd’hui', yesterday: 'Hier' }
const NOW = '2026-03-01T12:00:00.000Z'
const at = (...times: string[]) => times.map((time) => ({ at: time }))
const days = (timeZone: string, ...times: string[]) =>
  byDay(at(...times), { locale: 'fr', timeZone }).map(({ day, events }) => [day, events.length])

describe('events by day', () => {
  it('fall on the reader’s days: midnight is theirs', () => {
    const times = ['2026-03-01T00:30:00.000Z', '2026-02-28T23:30:00.000Z', '2026-02-28T22:30:00.000Z']
    expect(days('UTC', ...times)).toEqual([
      ['2026-03-01', 1],
      ['2026-02-28', 2],
    ])
    expect(days('Europe/Paris', ...times)).toEqual([
      ['2026-03-01', 2],
      ['2026-02-28', 1],
    ])
  })

  it('stay in their order, also where the clocks of two servers differ by a moment around midnight', () => {
    const times = ['2026-03-01T00:00:01.000Z', '2026-02-28T23:59:59.000Z', '2026-03-01T00:00:00.000Z']
    expect(days('UTC', ...times).map(([day]) => day)).toEqual(['2026-03-01', '2026-02-28', '2026-03-01'])
  })
})

describe('a day in words', () => {
  const text = (day: string, locale: string, timeZone = 'UTC') =>
    dayText(day, NOW, { locale, timeZone }, TEXTS)

  it('is today, yesterday, or a date, whose year is told where it is another one', () => {
    expect(text('2026-03-01', 'fr')).toBe('Aujourd’hui')
    expect(text('2026-02-28', 'fr')).toBe('Hier')
    expect(text('2026-02-27', 'fr')).toBe('Vendredi 27 février')
    expect(text('2026-02-27', 'en')).toBe('Friday, February 27')
    expect(text('2025-12-31', 'en')).toBe('Wednesday, December 31, 2025')
  })

  it('is today by the reader’s clock', () => {
    expect(text('2026-03-02', 'fr', 'Pacific/Kiritimati')).toBe('Aujourd’hui')
    expect(text('2026-03-01', 'fr', 'Pacific/Kiritimati')).toBe('Hier')
  })
})
