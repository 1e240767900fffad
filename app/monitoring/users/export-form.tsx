import button from '@/components/button/button.module.css'
import form from '@/components/form/form.module.css'
import { pageContext } from '@/lib/http/page/page-context'
import type { PeopleTexts } from '@/lib/i18n/texts/people'
import { DAY, shift } from '@/lib/kernel/clock'
import styles from './export-form.module.css'

/** Days that are offered: the last thirty, today included. */
const OFFERED = 30 * DAY

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

/** Downloads the events of all accounts. A plain form: the answer is a file. */
export function ExportForm({ texts }: { texts: PeopleTexts }) {
  const now = pageContext().now()
  const days = [
    { name: 'from', label: texts.exportFrom, day: dayOf(shift(now, DAY - OFFERED)) },
    { name: 'to', label: texts.exportTo, day: dayOf(shift(now, DAY)) },
  ]
  return (
    <details className={styles.export}>
      <summary>{texts.exportTitle}</summary>
      <p>{texts.exportMore}</p>
      <form action="/api/monitoring/events.ndjson">
        {days.map(({ name, label, day }) => (
          <p key={name} className={form.field}>
            <label htmlFor={`export-${name}`}>{label}</label>
            <span className={form.box}>
              <input id={`export-${name}`} name={name} type="date" defaultValue={day} required />
            </span>
          </p>
        ))}
        <button className={button.secondary} type="submit">
          {texts.exportGet}
        </button>
      </form>
    </details>
  )
}
