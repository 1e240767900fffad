'use client'

import type { ComponentProps } from 'react'
import styles from './new-password.module.css'
import { PasswordField } from './password-field'
import { useJudgement } from './use-judgement'

type NewPasswordFieldProps = Omit<ComponentProps<typeof PasswordField>, 'autoComplete' | 'onInput'> & {
  hint: string
  /** Sealed name of the account that the password is for (`shownOnPage`); without it, the form's `name` and `email` count. */
  owner?: string
}

/** Parts of the meter that are filled. */
const LEVELS: Record<string, 1 | 2 | 3> = { password_weak: 2, strong: 3 }

/**
 * A field for a new password that the server's own judge comments on after a pause in typing, by
 * `POST /api/auth/judge-password`. It stands wherever a password is chosen, in place of `PasswordField`:
 *
 *     <NewPasswordField
 *       {...fieldAnswer(state, 'password')}
 *       name="password"
 *       label={texts.form.password}
 *       hint={texts.register.passwordHint}
 *       texts={texts.form}
 *       owner={owner} // of an existing account: `shownOnPage({ userId, email })`
 *       required
 *     />
 *
 * Hint, judgement and meter share one place of fixed height, so that nothing below moves. Without JavaScript the hint stays,
 * and the judgement comes as the field's fault when the form is sent.
 */
export function NewPasswordField({ hint, owner, fault, ...field }: NewPasswordFieldProps) {
  const { ref, judgement, isStale, onInput } = useJudgement(owner)
  const id = field.id ?? field.name
  const verdict = judgement?.verdict
  const level = verdict === undefined ? 0 : (LEVELS[verdict] ?? 1)
  return (
    <div className={styles.field} ref={ref}>
      <PasswordField
        {...field}
        // The newer word counts: a fault that was mended is gone.
        fault={judgement ? undefined : fault}
        describedBy={`${id}-hint ${id}-judgement`}
        autoComplete="new-password"
        onInput={onInput}
      />
      <div className={styles.below} data-level={level} data-stale={isStale || undefined}>
        <span className={styles.meter} aria-hidden="true" />
        <div className={styles.words}>
          <p className={styles.hint} id={`${id}-hint`} hidden={judgement !== undefined}>
            {hint}
          </p>
          <p className={styles.judgement} id={`${id}-judgement`} aria-live="polite">
            <span key={judgement?.detail}>{judgement?.detail}</span>
          </p>
        </div>
      </div>
    </div>
  )
}
