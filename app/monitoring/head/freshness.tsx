'use client'

import { ReloadLink } from '@/components/alive/reload-link'
import { useAlive } from '@/components/alive/use-alive'
import { clockText } from '@/lib/i18n/moment'
import type { View } from '../view'
import styles from './head.module.css'

type FreshnessProps = { at: string; isStale: boolean; view: View }

/** Age of the figures. A screen reader hears when they turn stale, not each time they are renewed. */
export function Freshness({ at, isStale, view: { texts, reading } }: FreshnessProps) {
  const time = clockText(reading, at)
  const isAlive = useAlive()
  return (
    <div className={styles.freshness} data-stale={isStale || undefined}>
      {isAlive ? (
        <p role="status">{isStale ? texts.stale.replace('{time}', time) : texts.live}</p>
      ) : (
        <ReloadLink label={texts.reload} />
      )}
      {!isStale && <p>{texts.readAt.replace('{time}', time)}</p>}
      <p className={styles.zone}>{texts.timeZone.replace('{zone}', reading.timeZone.replaceAll('_', ' '))}</p>
    </div>
  )
}
