import { DAY, HOUR, MINUTE, SECOND } from '../clock'
import type { Locale } from './locale'

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
]

/** How long ago (or until) a moment is, in the largest unit that fits: `il y a 5 min`, `yesterday`. */
export function relativeTime(locale: Locale, moment: Date, now: Date): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const distance = moment.getTime() - now.getTime()
  const [unit, length] = UNITS.find(([, size]) => Math.abs(distance) >= size) ?? ['second', SECOND]
  // What lies seconds back is "now": clocks differ by as much.
  return format.format(unit === 'second' ? 0 : Math.trunc(distance / length), unit)
}
