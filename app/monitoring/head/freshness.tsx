import { clockText } from '@/lib/i18n/moment'
import type { View } from '../view'
import styles from './head.module.css'

type FreshnessProps = { at: string; isStale: boolean; view: View }

/** Age of the figures. A screen reader hears when they turn stale, not each time they are renewed. */
export function Freshness({ at, isStale, view: { texts, reading } }: FreshnessProps) {
  const time = clockText(reading, at)
  return (
    <div className={styles.freshness} data-stale={isStale || undefined}>
      <p role="status">{isStale ? texts.stale.replace('{time}', time) : texts.live}</p>
      {!isStale && <p>{texts.readAt.replace('{time}', time)}</p>}
      <p className={styles.zone}>{texts.timeZone.replace('{zone}', reading.timeZone.replaceAll('_', ' '))}</p>
    </div>
  )
}
