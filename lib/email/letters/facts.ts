import { EMAILS } from '../../i18n/texts/emails/emails'
import type { Locale } from '../../kernel/locale'
import type { LetterContent, LetterFacts } from './letter'

/** The moment by universal time, since nobody knows where the mail is read. */
const moment = (at: string, locale: Locale): string =>
  `${new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(at))} UTC`

/** A client in words, for example `Firefox sur Windows (France)`. */
export function deviceText(
  { browser, system, country }: NonNullable<LetterFacts['client']>,
  locale: Locale,
): string {
  const { known, unknown, place } = EMAILS[locale].device
  const names =
    browser && system ? known.replace('{browser}', browser).replace('{system}', system) : (browser ?? system)
  const device = names ?? unknown
  const countryName =
    country && new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }).of(country)
  return countryName ? place.replace('{device}', device).replace('{country}', countryName) : device
}

/**
 * Fills the facts of a message into its sentences, all of which are our own words or come from lists of ours.
 * @throws Error for a sentence whose fact is missing
 */
export function filledFacts({ locale, facts, contact }: LetterContent, more: Record<string, string>) {
  const values: Record<string, string | undefined> = {
    ...more,
    contact,
    email: facts.email,
    when: facts.at && moment(facts.at, locale),
    due: facts.due && moment(facts.due, locale),
    wayIn: facts.wayIn && EMAILS[locale].wayIn[facts.wayIn],
    device: facts.client && deviceText(facts.client, locale),
  }
  return (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]
      if (value === undefined) throw new Error(`a letter lacks its fact ${name}`)
      return value
    })
}
