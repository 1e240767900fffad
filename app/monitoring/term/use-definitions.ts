'use client'

import { type RefObject, useEffect } from 'react'

/** Escape hides the definition that shows; the next move of pointer or focus brings definitions back. */
export function useDefinitions(root: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const dashboard = root.current
    if (!dashboard) return
    const putAway = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') dashboard.style.setProperty('--definitions', 'none')
    }
    const bringBack = () => dashboard.style.removeProperty('--definitions')
    document.addEventListener('keydown', putAway)
    dashboard.addEventListener('pointerover', bringBack)
    dashboard.addEventListener('focusin', bringBack)
    return () => {
      document.removeEventListener('keydown', putAway)
      dashboard.removeEventListener('pointerover', bringBack)
      dashboard.removeEventListener('focusin', bringBack)
    }
  }, [root])
}
