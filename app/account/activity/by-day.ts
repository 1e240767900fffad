type Happened = { at: string }

/** A reader's calendar. */
type Calendar = { locale: string; timeZone: string }

const DAY = 86_400_000

/** The calendar day of a moment, as `2026-11-29`. */
const dayOf = (moment: Date, { timeZone }: Calendar): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(moment)

/** Events, newest first, by the reader's calendar days. */
export function byDay<Event extends Happened>(
  events: Event[],
  calendar: Calendar,
): { day: string; events: Event[] }[] {
  const days: { day: string; events: Event[] }[] = []
  for (const event of events) {
    const day = dayOf(new Date(event.at), calendar)
    const last = days.at(-1)
    if (last?.day === day) last.events.push(event)
    else days.push({ day, events: [event] })
  }
  return days
}

/** A day in words: today, yesterday, or its date; the year where it is another one. */
export function dayText(
  day: string,
  now: string,
  calendar: Calendar,
  texts: { today: string; yesterday: string },
): string {
  const today = new Date(now)
  if (day === dayOf(today, calendar)) return texts.today
  if (day === dayOf(new Date(today.getTime() - DAY), calendar)) return texts.yesterday
  const year = day.slice(0, 4) === dayOf(today, calendar).slice(0, 4) ? undefined : 'numeric'
  const text = new Intl.DateTimeFormat(calendar.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year,
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`))
  return text.charAt(0).toLocaleUpperCase(calendar.locale) + text.slice(1)
}
