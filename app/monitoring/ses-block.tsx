import { quantityText } from '@/lib/i18n/quantity'
import type { SesReport } from '@/lib/monitoring/report'
import styles from './block.module.css'
import { Term } from './term'
import type { View } from './view'

const COUNTS = ['sent', 'bounces', 'complaints', 'rejects'] as const

/** SES's own statistics, and where they differ from ours. */
export function SesBlock({ ses, view: { texts, reading } }: { ses: SesReport | null; view: View }) {
  const words = texts.ses
  return (
    <div className={styles.block}>
      <h3>
        <Term id="definition-ses" label={words.heading} definition={words.definition} />
      </h3>
      {ses ? (
        <>
          <dl className={styles.counts}>
            {COUNTS.map((name) => (
              <div key={name}>
                <dt>{words[name]}</dt>
                <dd>{quantityText(reading.locale, ses[name], 'count')}</dd>
              </div>
            ))}
          </dl>
          <p className={styles.remark}>{difference(ses, { texts, reading })}</p>
        </>
      ) : (
        <p className={styles.remark}>{words.notConfigured}</p>
      )}
    </div>
  )
}

function difference({ difference: count }: SesReport, { texts, reading }: Pick<View, 'texts' | 'reading'>) {
  if (count === 0) return texts.ses.same
  const sentence = count > 0 ? texts.ses.more : texts.ses.fewer
  return sentence.replace('{count}', quantityText(reading.locale, Math.abs(count), 'count'))
}
