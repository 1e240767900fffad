import styles from './sign.module.css'

const SHAPES = {
  mail: 'M4 8.5A2.5 2.5 0 0 1 6.5 6h11A2.5 2.5 0 0 1 20 8.5v7a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 15.5zM4.8 8.2l6 4.4a2 2 0 0 0 2.4 0l6-4.4',
  done: 'm6.5 12.6 3.6 3.6 7.4-8',
  clock: 'M12 7.5V12l3 2M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0',
  broken: 'M9.5 8h-2a4 4 0 0 0 0 8h2M14.5 8h2a4 4 0 0 1 0 8h-2M5 19 19 5',
  question: 'M8.4 8.6a3.7 3.7 0 1 1 5.3 3.7c-1.2.6-1.7 1.3-1.7 2.7M12 18.7v.1',
} as const

/** A round sign above a message. It only accompanies the heading, so it says nothing to a screen reader. */
export function Sign({
  shape,
  tone = 'accent',
}: {
  shape: keyof typeof SHAPES
  tone?: 'accent' | 'good' | 'warm'
}) {
  return (
    <span className={`${styles.sign} ${styles[tone]}`}>
      <svg viewBox="0 0 24 24" width="34" height="34" aria-hidden="true">
        <path d={SHAPES[shape]} />
      </svg>
    </span>
  )
}

/** The same place while something is under way. */
export const Waiting = () => (
  <span className={`${styles.sign} ${styles.accent}`}>
    <span className={styles.ring} />
  </span>
)
