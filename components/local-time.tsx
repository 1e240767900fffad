'use client'

import { useBrowserValue } from '@/components/use-browser-value'

/** A moment in words, in the reader's time zone or in `timeZone`. */
export const momentText = (iso: string, locale: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    ...(timeZone && { timeZone }),
  }).format(new Date(iso))

/** A moment in the reader's own time zone; until the browser can say which that is, in UTC, and marked so. */
export function LocalTime({ iso, locale }: { iso: string; locale: string }) {
  const text = useBrowserValue(() => momentText(iso, locale), `${momentText(iso, locale, 'UTC')} UTC`)
  return <time dateTime={iso}>{text}</time>
}

type DateStyle = 'long' | 'medium'

const dateText = (iso: string, locale: string, dateStyle: DateStyle, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle, ...(timeZone && { timeZone }) }).format(new Date(iso))

/** A day in the reader's own time zone; until the browser can say which that is, in UTC. */
export function LocalDate({
  iso,
  locale,
  dateStyle = 'long',
}: {
  iso: string
  locale: string
  dateStyle?: DateStyle
}) {
  const text = useBrowserValue(
    () => dateText(iso, locale, dateStyle),
    dateText(iso, locale, dateStyle, 'UTC'),
  )
  return <time dateTime={iso}>{text}</time>
}
