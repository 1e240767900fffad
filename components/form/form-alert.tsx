import type { ReactNode } from 'react'
import type { Refusal } from './answer'
import styles from './form.module.css'

/** Why the form as a whole was refused. The region is always there, so that a screen reader hears it fill. */
export function FormAlert({ refusal, children }: { refusal?: Refusal; children?: ReactNode }) {
  // Without a script the attribute moves the focus; a fault at a field is a better place for it.
  const isAtField = refusal?.errors?.length && refusal.code !== 'changed_meanwhile'
  const focused = refusal && !isAtField && { autoFocus: true }
  return (
    <div {...focused} className={styles.alert} role="alert" tabIndex={-1}>
      {refusal && (
        <p key={refusal.detail}>
          <span>{refusal.detail}</span> {children}
        </p>
      )}
    </div>
  )
}
