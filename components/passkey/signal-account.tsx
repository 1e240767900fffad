'use client'

import { useEffect } from 'react'
import type { AcceptedPasskeys } from '@/lib/auth/read-passkeys'
import { signalAccepted, signalDetails } from './signal'

type SignalAccountProps = { accepted: AcceptedPasskeys; email: string; name: string }

/** Tells the browser which passkeys are still good, and whose they are, each time the page's list was read. */
export function SignalAccount({ accepted, email, name }: SignalAccountProps) {
  const { rpId, userId } = accepted
  useEffect(() => signalAccepted(accepted), [accepted])
  useEffect(
    () => signalDetails({ rpId, userId, name: email, displayName: name }),
    [rpId, userId, email, name],
  )
  return null
}
