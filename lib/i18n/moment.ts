import type { Locale } from '../kernel/locale'
import type { Span } from './span'

/** Where and how a reader reads the time. */
export type Reading = { locale: Locale; timeZone: string }

/** In English too the day has 24 hours here: whoever compares times at night adds no twelve. */
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const DATE = { day: 'numeric', month: 'short' } as const

const KINDS = {
  time: TIME,
  clock: { ...TIME, second: '2-digit' },
  weekday: { weekday: 'short', ...TIME },
  day: DATE,
  moment: { ...DATE, ...TIME },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Making a format costs a hundred times what using it does, and a dashboard shows hundreds of moments. */
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

/** To the second: when a figure was read. */
export const clockText = (reading: Reading, iso: string): string => format('clock', reading, new Date(iso))

/** Day and minute: when something began. */
export const momentText = (reading: Reading, iso: string): string => format('moment', reading, new Date(iso))

/** A day's axis ends a day after it began, so its end needs no name. */
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
