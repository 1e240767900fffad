'use client'

import { useEffect, useState } from 'react'
import { callApi } from '@/components/form/call-api'
import type { Report } from '@/lib/monitoring/report'

/** Milliseconds between two looks; after a failure longer and longer, up to the last. */
const REST = 15_000
const LAST = 120_000
const GROWTH = 2

/** Milliseconds after which no answer is a failure too. */
const PATIENCE = 10_000

/**
 * The report, kept up to date while the page is visible, and looked at anew at once when it comes back to the front.
 * When no news comes the last report stays and is called stale.
 */
export function useReport(first: Report) {
  const [report, setReport] = useState(first)
  const [isStale, setStale] = useState(false)
  const { span } = first

  useEffect(() => {
    let delay = REST
    let timer: ReturnType<typeof setTimeout> | undefined
    let current = 0

    async function ask() {
      clearTimeout(timer)
      if (document.hidden) return
      const turn = ++current
      const path = `/api/monitoring?span=${span}`
      const answer = await callApi<Report>(path, '', undefined, AbortSignal.timeout(PATIENCE))
      if (turn !== current) return
      if (answer.ok) setReport(answer.body)
      else if (answer.refusal.code === 'unauthenticated') return location.assign('/login?next=/monitoring')
      setStale(!answer.ok)
      delay = answer.ok ? REST : Math.min(delay * GROWTH, LAST)
      timer = setTimeout(ask, delay)
    }

    timer = setTimeout(ask, delay)
    addEventListener('focus', ask)
    document.addEventListener('visibilitychange', ask)
    return () => {
      current = -1
      clearTimeout(timer)
      removeEventListener('focus', ask)
      document.removeEventListener('visibilitychange', ask)
    }
  }, [span])

  return { report, isStale }
}
