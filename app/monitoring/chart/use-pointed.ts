'use client'

import { type PointerEvent, useState } from 'react'

/** The plots inside an element with this attribute point at one moment together. */
const TOGETHER = '[data-moments]'

/**
 * The point under the pointer, of `count`. Its place is also written to the surrounding `data-moments` element as
 * `--moment` (0 to 1), from which every plot draws its cross line without rendering anew.
 */
export function usePointed(count: number) {
  const [pointed, setPointed] = useState<number | null>(null)

  function onPointerMove({ currentTarget, clientX }: PointerEvent<HTMLElement>) {
    const { left, width } = currentTarget.getBoundingClientRect()
    const last = Math.max(1, count - 1)
    const index = Math.round(Math.min(1, Math.max(0, (clientX - left) / width)) * last)
    setPointed(Math.min(index, count - 1))
    const together = currentTarget.closest<HTMLElement>(TOGETHER)
    together?.style.setProperty('--moment', String(index / last))
    together?.setAttribute('data-moments', 'pointed')
  }

  function onPointerLeave({ currentTarget }: PointerEvent<HTMLElement>) {
    setPointed(null)
    currentTarget.closest(TOGETHER)?.setAttribute('data-moments', '')
  }

  const handlers = {
    onPointerDown: onPointerMove,
    onPointerMove,
    onPointerLeave,
    onPointerCancel: onPointerLeave,
  }
  return { pointed: pointed !== null && pointed < count ? pointed : null, handlers }
}
