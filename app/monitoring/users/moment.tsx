import { RelativeTime } from '@/components/relative-time'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { relativeTime } from '@/lib/i18n/relative-time'

/** Time since `at` when the page was made; `never` if `at` is null. */
export async function Moment({ at, never = '–' }: { at: Date | null; never?: string }) {
  const locale = await requestLocale()
  if (!at) return <span>{never}</span>
  return (
    <RelativeTime
      iso={at.toISOString()}
      text={relativeTime(locale, at, pageContext().now())}
      locale={locale}
    />
  )
}
