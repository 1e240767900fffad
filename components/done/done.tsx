'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import styles from './done.module.css'

type DoneProps = {
  /** Tells one success from the next. Undefined: nothing was done. */
  about: object | undefined
  /** The pressed button is gone with what it acted on, so that the message takes the focus. */
  takesFocus?: boolean
  children: ReactNode
}

/** The success of a form. The region is always there, so that a screen reader hears it fill. */
export function Done({ about, takesFocus = false, children }: DoneProps) {
  const region = useRef<HTMLDivElement>(null)
  // Without a script the attribute moves the focus.
  const focused = about && takesFocus && { autoFocus: true }
  useEffect(() => {
    if (about && takesFocus) region.current?.focus()
  }, [about, takesFocus])
  return (
    <div {...focused} ref={region} className={styles.done} role="status" tabIndex={-1}>
      {about && (
        <p>
          <span>{children}</span>
        </p>
      )}
    </div>
  )
}
