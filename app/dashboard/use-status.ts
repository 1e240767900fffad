'use client'

import { useState } from 'react'
import { useFormPage } from '@/components/form/form-page'
import { type Pace, usePolling } from '@/components/use-polling'
import type { VerificationStatus } from '@/lib/auth/read-verification-status'

const PATH = '/api/auth/verify-email/status'

/** Often at first, when the e-mail is on its way. At the longest, a report is shown within five seconds. */
const PACE: Pace = { first: 2_000, growth: 1.5, last: 4_000 }

/**
 * The verification's state, renewed until the address is verified.
 * @returns `lookNow` asks at once, after an act of the person
 */
export function useStatus(first: VerificationStatus) {
  const [status, setStatus] = useState(first)
  const { account } = useFormPage()
  const address = account ? `${PATH}?account=${account}` : PATH
  const path = status.emailVerified ? undefined : address
  const lookNow = usePolling<VerificationStatus>(path, PACE, (answer) => {
    if (answer.ok) setStatus(answer.body)
    return false
  })
  return { status, lookNow }
}
