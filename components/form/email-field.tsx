import type { ComponentProps } from 'react'
import { Field } from './field'

type EmailFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'inputMode' | 'name'>

/**
 * An e-mail input that sends what was typed. Not `type="email"`: Chromium then maps a domain by an older IDNA, `straße.de`
 * to `strasse.de`, which is somebody else's. The keyboard is that of addresses all the same, and nothing is corrected.
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
