import type { ComponentProps } from 'react'
import { Field } from './field'

type EmailFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'inputMode' | 'name'>

/**
 * An e-mail input that sends what was typed. With `type="email"` Chromium would map the domain by an older IDNA:
 * `straße.de` to `strasse.de`, which is somebody else's. The field shows the keyboard for addresses, and corrects nothing.
 */
export function EmailField(field: EmailFieldProps) {
  return (
    <Field
      {...field}
      name="email"
      type="text"
      inputMode="email"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
    />
  )
}
