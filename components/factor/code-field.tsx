import type { ComponentProps } from 'react'
import { Field } from '../form/field'

type CodeFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'inputMode' | 'autoComplete'> & {
  /** Recovery codes have letters, for which a phone shows its whole keyboard. */
  digitsOnly?: boolean
}

/** A code of an authenticator app. Password managers and phones fill it in by `one-time-code`. */
export function CodeField({ digitsOnly = false, ...field }: CodeFieldProps) {
  return (
    <Field
      {...field}
      type="text"
      inputMode={digitsOnly ? 'numeric' : 'text'}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
    />
  )
}
