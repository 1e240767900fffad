import styles from './recovery-codes.module.css'

/** Recovery codes, shown once. `user-select: all` copies the whole list with one click, without a script. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  return (
    <div className={styles.codes}>
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}
