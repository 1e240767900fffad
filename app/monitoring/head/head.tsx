import type { View } from '../view'
import { Freshness } from './freshness'
import styles from './head.module.css'
import { SpanSwitch } from './span-switch'

type HeadProps = { at: string; isStale: boolean; view: View }

/** Title, freshness and the choice of span. */
export function Head({ at, isStale, view }: HeadProps) {
  return (
    <div className={styles.head}>
      <div>
        <h1>{view.texts.title}</h1>
        <Freshness at={at} isStale={isStale} view={view} />
      </div>
      <SpanSwitch view={view} />
    </div>
  )
}
