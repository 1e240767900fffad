'use client'

import { type ComponentProps, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useAlive } from '@/components/alive/use-alive'
import { Field } from './field'
import styles from './form.module.css'

type PasswordFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'trailing'> & {
  texts: Record<'show' | 'hide' | 'showPassword' | 'hidePassword', string>
}

/**
 * A password input that can be read back (ASVS 6.2.6) until it is sent or its page is left: a browser remembers the
 * values of text inputs, and keeps pages as they were. Pasting and password managers are left alone (6.2.7).
 */
export function PasswordField({ texts, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const isAlive = useAlive()

  useEffect(() => {
    // At once, because the browser reads the field right after this event.
    const hide = () => flushSync(() => setShown(false))
    const form = input.current?.form
    form?.addEventListener('submit', hide)
    addEventListener('pagehide', hide)
    return () => {
      form?.removeEventListener('submit', hide)
      removeEventListener('pagehide', hide)
    }
  }, [])

  return (
    <Field
      {...field}
      ref={input}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      trailing={
        isAlive && (
          <button
            className={styles.reveal}
            type="button"
            aria-label={shown ? texts.hidePassword : texts.showPassword}
            onClick={() => setShown(!shown)}
          >
            {shown ? texts.hide : texts.show}
          </button>
        )
      }
    />
  )
}
