import { PRODUCT } from '@/lib/kernel/brand'
import styles from './wordmark.module.css'

/** The mark and the name, linked home. `label`: its accessible name, which begins with the visible one. */
export function Wordmark({ label }: { label: string }) {
  return (
    <a className={styles.wordmark} href="/" aria-label={label}>
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
        <rect className={styles.markGround} width="32" height="32" rx="9" />
        <path
          className={styles.markLetter}
          d="M7.5 8.2A1.7 1.7 0 0 1 9.2 6.5h.6a1.7 1.7 0 0 1 1.7 1.7v15.6a1.7 1.7 0 0 1-1.7 1.7h-.6a1.7 1.7 0 0 1-1.7-1.7zM20.5 8.2a1.7 1.7 0 0 1 1.7-1.7h.6a1.7 1.7 0 0 1 1.7 1.7v15.6a1.7 1.7 0 0 1-1.7 1.7h-.6a1.7 1.7 0 0 1-1.7-1.7z"
        />
        <path
          className={styles.markPlay}
          d="M13.3 12.7c0-.7.8-1.2 1.4-.8l4.4 3.2c.6.4.6 1.3 0 1.7l-4.4 3.2c-.6.4-1.4 0-1.4-.8z"
        />
      </svg>
      <span>{PRODUCT}</span>
    </a>
  )
}
