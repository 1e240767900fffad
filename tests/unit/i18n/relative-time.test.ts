import { describe, expect, it } from 'vitest'
import { relativeTime } from '../../../lib/i18n/relative-time'
import { DAY, HOUR, MINUTE, SECOND, shift } from '../../../lib/kernel/clock'

const now = new Date('2026-03-01T12:00:00Z')

describe('how long ago', () => {
  it.each([
    [0, 'maintenant', 'now'],
    [MINUTE - 1, 'maintenant', 'now'],
    [-2 * SECOND, 'maintenant', 'now'],
    [MINUTE, 'il y a 1 min', '1 min. ago'],
    [HOUR - 1, 'il y a 59 min', '59 min. ago'],
    [HOUR, 'il y a 1 h', '1 hr. ago'],
    [DAY - 1, 'il y a 23 h', '23 hr. ago'],
    [DAY, 'hier', 'yesterday'],
    [30 * DAY - 1, 'il y a 29 jours', '29 days ago'],
    [90 * DAY, 'il y a 3 mois', '3 months ago'],
    [800 * DAY, 'il y a 2 ans', '2 years ago'],
  ])('%i ms: %s, %s', (ago, french, english) => {
    const words = (locale: 'fr' | 'en') =>
      relativeTime(locale, shift(now, -ago), now).replaceAll(/[\u00a0\u202f]/g, ' ')
    expect([words('fr'), words('en')]).toEqual([french, english])
  })
})
