'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Milliseconds between two looks for new mail. */
const INTERVAL = 3_000

/** Looks for new mail while the page is visible. Without JavaScript it does so too, but not under a reader's eyes. */
export function AutoRefresh({ isReading }: { isReading: boolean }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => document.hidden || router.refresh(), INTERVAL)
    return () => clearInterval(timer)
  }, [router])
  return (
    !isReading && (
      <noscript>
        <meta httpEquiv="refresh" content={String(INTERVAL / 1000)} />
      </noscript>
    )
  )
}
