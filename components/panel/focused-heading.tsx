'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/** The heading of a part that replaced an earlier one: it takes the focus, so that a screen reader announces it. */
export function FocusedHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Where no script runs the effect, the attribute does the same.
  const focused = { autoFocus: true }
  useEffect(() => heading.current?.focus(), [])
  return (
    <h1 {...focused} ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}
