import { DEFAULT_LOCALE, isLocale, type Locale } from '../../kernel/locale'
import { LOCALE_COOKIE, readCookie } from '../cookies'

/** The first language of an `Accept-Language` header (RFC 9110 12.5.4) that we speak, by its quality. */
function accepted(header: string | null): Locale | undefined {
  return (header ?? '')
    .split(',', 20)
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters
        .map((parameter) => parameter.trim())
        .find((parameter) => parameter.startsWith('q='))
      return { language: range.split('-')[0], quality: quality ? Number(quality.slice(2)) : 1 }
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ language }) => language)
    .find(isLocale)
}

/** The language to answer in: the chosen one, else the browser's, else French. */
export function negotiateLocale(headers: Pick<Headers, 'get'>): Locale {
  const chosen = readCookie(headers.get('cookie'), LOCALE_COOKIE)
  return isLocale(chosen) ? chosen : (accepted(headers.get('accept-language')) ?? DEFAULT_LOCALE)
}
