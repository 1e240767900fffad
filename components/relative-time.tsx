'use client'

import { useBrowserValue } from '@/components/use-browser-value'
import type { Locale } from '@/lib/kernel/locale'
import { momentText } from './local-time'

type RelativeTimeProps = {
  iso: string
  /** Time since `iso` when the page was made. */
  text: string
  locale: Locale
}

/** Time since a moment; on hover the moment itself, in the reader's time zone. */
export function RelativeTime({ iso, text, locale }: RelativeTimeProps) {
  const moment = useBrowserValue(() => momentText(iso, locale), `${momentText(iso, locale, 'UTC')} UTC`)
  return (
    <time dateTime={iso} title={moment}>
      {text}
    </time>
  )
}
