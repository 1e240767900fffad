import type { Locale } from '../kernel/locale'
import { NO_BREAK } from './duration'

/** A client, by names; null where one was not recognized. */
type Device = { browser: string | null; system: string | null }

/** A client in words: `Firefox sur Windows`, or the one name that is known. */
export function deviceName(texts: { device: string; unknown: string }, { browser, system }: Device): string {
  if (browser && system) return texts.device.replace('{browser}', browser).replace('{system}', system)
  return browser ?? system ?? texts.unknown
}

/** Name of a country by its code (ISO 3166-1 alpha-2); null where there is none. */
export const countryName = (locale: Locale, code: string | null): string | null =>
  code && (new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }).of(code) ?? null)

/** A client with its country, where that is known: `Firefox sur Windows · France`. */
export function clientName(
  texts: { device: string; unknown: string },
  locale: Locale,
  { country, ...device }: Device & { country: string | null },
): string {
  const place = countryName(locale, country)
  const name = deviceName(texts, device)
  return place ? `${name}${NO_BREAK}· ${place}` : name
}
