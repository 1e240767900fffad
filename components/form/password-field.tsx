'use client'

import { type ComponentProps, useState } from 'react'
import { Field } from './field'
import styles from './form.module.css'

type PasswordFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'trailing'> & {
  texts: Record<'show' | 'hide' | 'showPassword' | 'hidePassword', string>
}

/** A password input that can be read back (ASVS 6.2.6). Pasting and password managers are left alone (6.2.7). */
export function PasswordField({ texts, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <Field
      {...field}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      trailing={
        <button
          className={styles.reveal}
          type="button"
          aria-label={shown ? texts.hidePassword : texts.showPassword}
          onClick={() => setShown(!shown)}
        >
          {shown ? texts.hide : texts.show}
        </button>
      }
    />
  )
}
