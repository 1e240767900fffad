import type { Locale } from '../kernel/locale'
import { durationPieces, joinPieces, NO_BREAK, type Piece, part } from './duration'

export type Unit = 'count' | 'percent' | 'bytes' | 'per_second' | 'per_minute' | 'ms' | 'seconds'

/** French has the narrow no-break space before `%` (CLDR, Imprimerie nationale). */
const NARROW_NO_BREAK = '\u202f'

const THOUSAND = 1000
const STEPS: Record<'bytes' | 'count', Record<Locale, string[]>> = {
  bytes: { fr: ['o', 'ko', 'Mo', 'Go', 'To', 'Po'], en: ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] },
  count: { fr: ['', 'k', 'M', 'Md'], en: ['', 'k', 'M', 'B'] },
}
const DAY: Record<Locale, string> = { fr: 'j', en: 'd' }

const decimals = (value: number): number => (Math.abs(value) < 1 ? 2 : Math.abs(value) < 100 ? 1 : 0)

function formatNumber(locale: Locale, value: number, digits: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)
}

/** `value` divided by 1000 until it is below 1000 once rounded: `1 ko`, not `1 000 o`. */
function scaled(locale: Locale, value: number, names: string[], digits?: number): Piece {
  for (let step = 0, rest = value; ; step += 1, rest /= THOUSAND) {
    const shown = step === 0 ? 0 : (digits ?? decimals(rest))
    const isLast = step === names.length - 1
    if (isLast || Number(rest.toFixed(shown)) < THOUSAND)
      return part(formatNumber(locale, rest, shown), names[step] ?? '')
  }
}

/** Rounded down above 99, so that only 100 is shown as 100 %; a positive value is never shown as 0 %. */
function percent(locale: Locale, value: number): Piece {
  const unit = locale === 'fr' ? `${NARROW_NO_BREAK}%` : '%'
  if (value > 0 && value < 0.01) return { number: `<${NO_BREAK}${formatNumber(locale, 0.01, 2)}`, unit }
  const shown = value > 99 && value < 100 ? Math.floor(value * 100) / 100 : value
  return { number: formatNumber(locale, shown, value < 10 || value > 99 ? 2 : 1), unit }
}

/** A duration: one decimal below ten seconds, days from two days on (`3 j 4 h`). */
function durationOf(locale: Locale, seconds: number): Piece[] {
  const whole = Math.round(seconds)
  if (seconds < 10) return [part(formatNumber(locale, seconds, 1), 's')]
  const hours = Math.floor(whole / 3600)
  if (hours < 48) return durationPieces(whole)
  const days = part(formatNumber(locale, Math.floor(hours / 24), 0), DAY[locale])
  return hours % 24 === 0 ? [days] : [days, part(hours % 24, 'h')]
}

/** A value with its unit, formatted for `locale`, in parts. */
export function quantity(locale: Locale, value: number, unit: Unit): Piece[] {
  switch (unit) {
    case 'count':
      return [part(formatNumber(locale, value, 0), '')]
    case 'percent':
      return [percent(locale, value)]
    case 'bytes':
      return [scaled(locale, value, STEPS.bytes[locale])]
    case 'per_second':
      return [part(formatNumber(locale, value, decimals(value)), '/s')]
    case 'per_minute':
      return [part(formatNumber(locale, value, decimals(value)), '/min')]
    case 'ms':
      return value < THOUSAND - 0.5
        ? [part(formatNumber(locale, value, decimals(value)), 'ms')]
        : durationOf(locale, value / THOUSAND)
    case 'seconds':
      return durationOf(locale, value)
  }
}

/** The same as one text. */
export const quantityText = (locale: Locale, value: number, unit: Unit): string =>
  joinPieces(quantity(locale, value, unit))

/** A short form for an axis: `1,2 M`, `2 min`, without a unit that the figure's title has. */
function shortText(locale: Locale, value: number, unit: Unit, digits: number): string {
  const first = (pieces: Piece[]): string => (pieces[0] ? pieces[0].number + pieces[0].unit : '')
  if (unit === 'bytes') return first([scaled(locale, value, STEPS.bytes[locale], digits)])
  if (unit !== 'count' && unit !== 'per_second' && unit !== 'per_minute')
    return first(quantity(locale, value, unit))
  if (Math.abs(value) < 10 && !Number.isInteger(value)) return formatNumber(locale, value, 2)
  return first([scaled(locale, value, STEPS.count[locale], digits)])
}

/** Decimals that an axis may have, and the rounding error allowed as a part of its length. */
const AXIS_DIGITS = [1, 2, 3]
const AXIS_ERROR = 0.05

/** The upper and lower end of an axis, with enough decimals to show its length. */
export function axisTexts(locale: Locale, [high, low]: [number, number], unit: Unit): [string, string] {
  const step = THOUSAND ** Math.floor(Math.log10(Math.max(1, high)) / 3)
  const isEnough = (digits: number) => (step * 10 ** -digits) / 2 <= (high - low) * AXIS_ERROR
  const digits = AXIS_DIGITS.find(isEnough) ?? 3
  return [shortText(locale, high, unit, digits), shortText(locale, low, unit, digits)]
}
