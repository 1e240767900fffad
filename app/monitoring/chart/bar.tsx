import styles from './bar.module.css'

/** A bar filled to `share` (0 to 1) of its width. Hidden from screen readers: its number stands beside it. */
export function Bar({ share, state = 'fine' }: { share: number; state?: string }) {
  return (
    <svg
      className={styles.bar}
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-state={state}
    >
      <rect className={styles.track} width="100" height="1" />
      <rect className={styles.fill} width={Math.min(1, Math.max(0, share)) * 100} height="1" />
    </svg>
  )
}
