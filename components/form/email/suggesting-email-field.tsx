'use client'

import { type ComponentProps, type FormEvent, useEffect, useRef, useState } from 'react'
import { Sentence } from '@/components/sentence'
import { likelyAddress } from '@/lib/kernel/text/domain-slip'
import { EmailField } from '../email-field'
import styles from './suggesting-email-field.module.css'

type SuggestingEmailFieldProps = ComponentProps<typeof EmailField> & {
  /** The offer, with `{email}` for the address that was probably meant. */
  suggestion: string
}

/** Milliseconds without a key after which an address is looked at: nobody is corrected in the middle of a word. */
const PAUSE = 600

/**
 * An e-mail field that offers a correction where the domain looks like a slip (`gmial.com`). One click takes it; whoever
 * goes on keeps what was typed. Nothing is asked of the server, and nothing is lost without JavaScript.
 */
export function SuggestingEmailField({ suggestion, ...field }: SuggestingEmailFieldProps) {
  const [meant, setMeant] = useState<string>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => () => clearTimeout(timer.current), [])

  function onInput({ currentTarget }: FormEvent<HTMLInputElement>) {
    clearTimeout(timer.current)
    setMeant(undefined)
    timer.current = setTimeout(() => setMeant(likelyAddress(currentTarget.value)), PAUSE)
  }

  function accept(address: string) {
    if (!input.current) return
    input.current.value = address
    input.current.focus()
    setMeant(undefined)
  }

  return (
    <div className={styles.field}>
      <EmailField {...field} ref={input} onInput={onInput} />
      <div aria-live="polite">
        {meant !== undefined && (
          <button key={meant} className={styles.offer} type="button" onClick={() => accept(meant)}>
            <Sentence text={suggestion} fill={{ email: <bdi>{meant}</bdi> }} />
          </button>
        )}
      </div>
    </div>
  )
}
