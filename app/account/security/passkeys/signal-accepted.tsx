'use client'

import { useEffect } from 'react'
import { signalAccepted } from '@/components/passkey/signal'
import type { AcceptedPasskeys } from '@/lib/auth/read-passkeys'

/** Tells the browser which passkeys are still good, each time the page's list was read. */
export function SignalAccepted({ accepted }: { accepted: AcceptedPasskeys }) {
  useEffect(() => signalAccepted(accepted), [accepted])
  return null
}
