import { quantityText } from '@/lib/i18n/quantity'
import type { Report, SesReport } from '@/lib/monitor/panel/report'
import { Missing } from '../figure/missing'
import { Term } from '../term/term'
import type { View } from '../view'
import styles from './block.module.css'

const COUNTS = ['sent', 'bounces', 'complaints', 'rejects'] as const

/** SES's own statistics, and where they differ from ours. */
export function SesBlock({ ses, view }: { ses: Report['email']['ses']; view: View }) {
  const { texts } = view
  return (
    <div className={styles.block}>
      <h3>
        <Term id="definition-ses" label={texts.ses.heading} definition={texts.ses.definition} />
      </h3>
      {'why' in ses ? (
        <p className={styles.remark}>
          <Missing why={ses.why} texts={texts} />
        </p>
      ) : (
        <Counts ses={ses} view={view} />
      )}
    </div>
  )
}

function Counts({ ses, view: { texts, reading } }: { ses: SesReport; view: View }) {
  const words = texts.ses
  return (
    <>
      <dl className={styles.counts}>
        {COUNTS.map((name) => (
          <div key={name}>
            <dt>{words[name]}</dt>
            <dd>{quantityText(reading.locale, ses[name], 'count')}</dd>
            <dd className={styles.difference}>{difference(ses.differences[name], { texts, reading })}</dd>
          </div>
        ))}
      </dl>
      {(ses.differences.sent ?? 0) > 0 && <p className={styles.remark}>{words.uncounted}</p>}
    </>
  )
}

function difference(count: number | null, { texts, reading }: Pick<View, 'texts' | 'reading'>): string {
  const { same, more, fewer, unknown } = texts.ses
  if (count === null) return unknown
  if (count === 0) return same
  return (count > 0 ? more : fewer).replace('{count}', quantityText(reading.locale, Math.abs(count), 'count'))
}
