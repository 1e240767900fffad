import type { Locale } from '../kernel/locale'
import type { Span } from './span'

/** A reader's language and time zone. */
export type Reading = { locale: Locale; timeZone: string }

/** A 24-hour clock in English too, so that operators compare times without converting. */
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const DATE = { day: 'numeric', month: 'short' } as const

const KINDS = {
  time: TIME,
  clock: { ...TIME, second: '2-digit' },
  weekday: { weekday: 'short', ...TIME },
  day: DATE,
  moment: { ...DATE, ...TIME },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Cached, because creating a format takes a hundred times as long as using it, and a dashboard shows hundreds. */
const formats = new Map<string, Intl.DateTimeFormat>()

function format(kind: keyof typeof KINDS, { locale, timeZone }: Reading, moment: Date): string {
  const key = `${kind} ${locale} ${timeZone}`
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...KINDS[kind], timeZone })
    formats.set(key, made)
  }
  return made.format(moment)
}

/** Time to the second, for the moment a figure was read. */
export const clockText = (reading: Reading, iso: string): string => format('clock', reading, new Date(iso))

/** Day and time to the minute, for the moment something began. */
export const momentText = (reading: Reading, iso: string): string => format('moment', reading, new Date(iso))

/** A day's axis names the weekday at its start only: its end is 24 hours later. */
const TICKS = {
  '1h': { first: 'time', last: 'time' },
  '24h': { first: 'weekday', last: 'time' },
  '7d': { first: 'day', last: 'day' },
  '30d': { first: 'day', last: 'day' },
} as const
const POINTS = { '1h': 'time', '24h': 'weekday', '7d': 'moment', '30d': 'moment' } as const

/** One end of a time axis over `span`. */
export const tickText = (reading: Reading, span: Span, end: 'first' | 'last', moment: Date): string =>
  format(TICKS[span][end], reading, moment)

/** One point of a plot over `span`. */
export const pointText = (reading: Reading, span: Span, moment: Date): string =>
  format(POINTS[span], reading, moment)
