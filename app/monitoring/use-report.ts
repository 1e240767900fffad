'use client'

import { useState } from 'react'
import { type Pace, usePolling } from '@/components/use-polling'
import type { Report } from '@/lib/monitor/panel/report'

const PACE: Pace = { first: 15_000, growth: 2, last: 120_000 }

/**
 * The report, renewed while the page is open. On failures the last one stays, marked stale, and the pauses grow.
 */
export function useReport(first: Report) {
  const [report, setReport] = useState(first)
  const [isStale, setStale] = useState(false)
  usePolling<Report>(`/api/monitoring?span=${first.span}`, PACE, (answer) => {
    if (answer.ok) setReport(answer.body)
    setStale(!answer.ok)
    return answer.ok
  })
  return { report, isStale }
}
