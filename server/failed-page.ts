import { negotiateLocale } from '../lib/http/request/negotiate-locale'
import { plainPage } from '../lib/http/response/plain-page'
import { FAILURE_TEXTS } from '../lib/i18n/texts/failures'

/**
 * A page that could not be written, whole and without a script. Next.js's own shell is blank until its script has run. The
 * empty reference leads to the same address again (RFC 3986, section 5.2.2), which may hold a token and is not repeated here.
 */
export function failedPage(headers: Headers): { locale: string; html: string } {
  const locale = negotiateLocale(headers)
  const { heading, lead, retry, home } = FAILURE_TEXTS[locale]
  const links = [
    { href: '', text: retry },
    { href: '/', text: home },
  ]
  return { locale, html: plainPage({ locale, heading, lead, links }) }
}
