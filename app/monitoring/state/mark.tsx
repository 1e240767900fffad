import type { Health } from '@/lib/monitor/alarm/health'
import styles from './mark.module.css'

const SHAPES: Record<Health, string> = {
  fine: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M5.25 8.1l1.9 1.9 3.6-3.9',
  warning: 'M8 2.1 14.6 13.6H1.4ZM8 6.2v3.4M8 11.6v.05',
  alarm: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3ZM8 4.7v4.1M8 11.2v.05',
  unknown: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M5.5 8h5',
}

/** A state by shape, colour and word, so that none of the three is needed alone. */
export function StateMark({ state, words }: { state: Health; words: Record<Health, string> }) {
  return (
    <span className={styles.mark} data-state={state}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={SHAPES[state]} />
      </svg>
      <span>{words[state]}</span>
    </span>
  )
}
