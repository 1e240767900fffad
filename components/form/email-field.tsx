import type { ComponentProps } from 'react'
import { Field } from './field'

type EmailFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'inputMode' | 'name'>

/** An e-mail input. Its value is left as it was typed: browsers would otherwise correct and capitalise it. */
export function EmailField(field: EmailFieldProps) {
  return (
    <Field {...field} name="email" type="email" inputMode="email" autoCapitalize="none" spellCheck={false} />
  )
}
