'use client'

import { useEffect } from 'react'
import { type CeremonyTexts, knowsPasskeys } from './ceremony'
import { bringPasskey } from './use-passkey'

/** A challenge is good for five minutes; a new one is asked for before that. */
const RENEWAL = 4 * 60_000

type AutofillProps = { next: string; texts: CeremonyTexts }

/** Offers passkeys among the suggestions of the address field (`autocomplete="username webauthn"`), where the browser can. */
export function PasskeyAutofill({ next, texts }: AutofillProps) {
  useEffect(() => {
    let isOver = false
    async function offer() {
      const isAble = knowsPasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.())
      if (!isAble || isOver) return
      const use = { path: '/api/auth/passkey', field: 'response' } as const
      const answer = await bringPasskey(use, texts, { isAutofill: true })
      if (answer.ok && !isOver) location.assign(next)
    }
    offer()
    const timer = setInterval(offer, RENEWAL)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [next, texts])
  return null
}
