import { DAY, HOUR, MINUTE } from '../kernel/clock'
import type { Locale } from '../kernel/locale'

type Style = 'long' | 'short'

/** Months are written out: in French `5 m.` could be minutes. */
const UNITS: [Intl.RelativeTimeFormatUnit, number, Style][] = [
  ['year', 365 * DAY, 'long'],
  ['month', 30 * DAY, 'long'],
  ['day', DAY, 'long'],
  ['hour', HOUR, 'short'],
  ['minute', MINUTE, 'short'],
]

/** The distance of a moment from now in the largest fitting unit: `il y a 5 min`, `yesterday`. */
export function relativeTime(locale: Locale, moment: Date, now: Date): string {
  const distance = moment.getTime() - now.getTime()
  const fitting = UNITS.find(([, size]) => Math.abs(distance) >= size)
  // A distance of seconds is "now": clocks differ by as much.
  const [unit, length, style] = fitting ?? (['second', Number.POSITIVE_INFINITY, 'short'] as const)
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style })
  return format.format(Math.trunc(distance / length), unit)
}
