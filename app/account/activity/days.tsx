'use client'

import type { ReactNode } from 'react'
import { useBrowserValue } from '@/components/use-browser-value'
import type { AccountTexts } from '@/lib/i18n/texts/account/account'
import type { Locale } from '@/lib/kernel/locale'
import card from '../card.module.css'
import styles from './activity.module.css'
import { byDay, dayText } from './by-day'

/** One line of a list by days. */
export type Line = {
  id: number
  /** ISO 8601. */
  at: string
  title: ReactNode
  /** The client it came from, or its author. */
  more?: ReactNode
  tone?: 'plain' | 'warm' | 'accent'
}

type DaysProps = {
  lines: Line[]
  /** When the page was made (ISO 8601). */
  now: string
  locale: Locale
  texts: AccountTexts['time']
}

const readTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Lines by day and time, in the reader's own time zone; until the browser can say which that is, in UTC, and marked so. */
export function Days({ lines, now, locale, texts }: DaysProps) {
  const timeZone = useBrowserValue(readTimeZone, 'UTC')
  const calendar = { locale, timeZone }
  const time = new Intl.DateTimeFormat(locale, {
    timeStyle: 'short',
    timeZone,
  })
  const mark = timeZone === 'UTC' ? ' UTC' : ''
  return byDay(lines, calendar).map(({ day, events }) => (
    <section key={events[0]?.id} className={card.card} aria-labelledby={`day-${events[0]?.id}`}>
      <h2 id={`day-${events[0]?.id}`} className={styles.day}>
        {dayText(day, now, calendar, texts)}
      </h2>
      <ol className={styles.lines}>
        {events.map(({ id, at, title, more, tone = 'plain' }) => (
          <li key={id} className={styles.line} data-tone={tone}>
            <time className={styles.time} dateTime={at}>
              {time.format(new Date(at)) + mark}
            </time>
            <div className={styles.what}>
              <p>{title}</p>
              {more && <p className={styles.more}>{more}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  ))
}
