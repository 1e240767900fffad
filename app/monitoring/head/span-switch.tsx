import { SPANS } from '@/lib/i18n/span'
import type { View } from '../view'
import styles from './head.module.css'

/** Choice of the span: plain links, so that it works without JavaScript and each view has an address. */
export function SpanSwitch({ view: { texts, span } }: { view: View }) {
  return (
    <nav className={styles.spans} aria-label={texts.spanLabel}>
      {SPANS.map((name) => (
        <a
          key={name}
          href={`/monitoring?span=${name}`}
          aria-label={`${texts.spans[name]} (${texts.spansSpoken[name]})`}
          aria-current={name === span ? 'true' : undefined}
        >
          {texts.spans[name]}
        </a>
      ))}
    </nav>
  )
}
