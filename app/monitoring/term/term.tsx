import styles from './term.module.css'

type TermProps = {
  /** Unique on the page. */
  id: string
  label: string
  definition: string
}

/** A name with its definition, which shows under the pointer, with the keyboard's focus, and after a touch. */
export function Term({ id, label, definition }: TermProps) {
  return (
    <span className={styles.term}>
      <button type="button" aria-describedby={id}>
        {label}
      </button>
      <span className={styles.definition} role="tooltip" id={id}>
        {definition}
      </span>
    </span>
  )
}
