import type { ReactNode } from 'react'
import styles from './form.module.css'

/** Why the form as a whole was refused. The region is always there, so that a screen reader hears it fill. */
export function FormAlert({ detail, children }: { detail?: string; children?: ReactNode }) {
  return (
    <div className={styles.alert} role="alert" tabIndex={-1}>
      {detail && (
        <p>
          {detail} {children}
        </p>
      )}
    </div>
  )
}
