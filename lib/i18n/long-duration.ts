import type { Locale } from '../kernel/locale'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A lifetime in words: `1 heure`, `24 heures`, `7 jours`. A day is told in hours. `milliseconds`: whole hours. */
export function longDuration(milliseconds: number, locale: Locale): string {
  const [unit, count] =
    milliseconds > DAY && milliseconds % DAY === 0
      ? (['day', milliseconds / DAY] as const)
      : (['hour', milliseconds / HOUR] as const)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
