import type { ComponentProps, ReactNode } from 'react'
import styles from './form.module.css'

type FieldProps = ComponentProps<'input'> & {
  name: string
  label: ReactNode
  hint?: string
  /** Why the value was refused, in the person's language. */
  fault?: string
  isFirstFault?: boolean
  /** Something inside the box, after the input. */
  trailing?: ReactNode
  /** `id` of another description, below the field. */
  describedBy?: string
}

/** A labelled input; several of one name on a page each need an `id`. Fault and hint belong to its description. */
export function Field({ label, hint, fault, isFirstFault, trailing, describedBy, ...input }: FieldProps) {
  const id = input.id ?? input.name
  const described = [fault && `${id}-fault`, hint && `${id}-hint`, describedBy].filter(Boolean).join(' ')
  // A page that came back from a plain form post has no script to move the focus: the attribute does it.
  const focused = isFirstFault && { autoFocus: true }
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <span className={styles.box}>
        <input
          {...input}
          {...focused}
          id={id}
          aria-describedby={described || undefined}
          aria-invalid={fault ? true : undefined}
        />
        {trailing}
      </span>
      {fault && (
        <p className={styles.fault} id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
