import { RelativeTime } from '@/components/relative-time'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { relativeTime } from '@/lib/i18n/relative-time'

/** Time since a moment, when the page was made. */
export async function Moment({ iso }: { iso: string }) {
  const locale = await requestLocale()
  const text = relativeTime(locale, new Date(iso), pageContext().now())
  return <RelativeTime iso={iso} text={text} locale={locale} />
}
