'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { callApi } from '@/components/form/call-api'
import type { VerificationStatus } from '@/lib/auth/verification-status'

/** Milliseconds between two looks: often at first, when the e-mail is on its way, then less and less. */
const FIRST = 2_000
const LAST = 15_000
const GROWTH = 1.5

/**
 * The verification's state, kept up to date until the address is verified: while the page is visible, and at once
 * when it comes back to the front, because that is when a person returns from the mailbox.
 */
export function useStatus(first: VerificationStatus) {
  const [status, setStatus] = useState(first)
  const isWaiting = !status.emailVerified
  const look = useRef(() => {})

  useEffect(() => {
    if (!isWaiting) return
    let delay = FIRST
    let timer: ReturnType<typeof setTimeout> | undefined
    let current = 0

    async function ask() {
      clearTimeout(timer)
      if (document.hidden) return
      const turn = ++current
      const answer = await callApi<VerificationStatus>('/api/auth/verify-email/status', '')
      if (turn !== current) return
      if (answer.ok) setStatus(answer.body)
      else if (answer.refusal.code === 'unauthenticated') return location.assign('/login?next=/dashboard')
      timer = setTimeout(ask, delay)
      delay = Math.min(delay * GROWTH, LAST)
    }

    function lookNow() {
      delay = FIRST
      ask()
    }

    look.current = lookNow
    timer = setTimeout(ask, delay)
    addEventListener('focus', lookNow)
    document.addEventListener('visibilitychange', lookNow)
    return () => {
      current = -1
      clearTimeout(timer)
      removeEventListener('focus', lookNow)
      document.removeEventListener('visibilitychange', lookNow)
    }
  }, [isWaiting])

  return { status, lookNow: useCallback(() => look.current(), []) }
}
