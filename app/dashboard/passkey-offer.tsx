'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import button from '@/components/button/button.module.css'
import { callApi } from '@/components/form/call-api'
import { useFormPage } from '@/components/form/form-page'
import { type CeremonyTexts, knowsPasskeys, makePasskey } from '@/components/passkey/ceremony'
import type { FactorTexts } from '@/lib/i18n/texts/factor/factor'
import styles from './passkey-offer.module.css'

type PasskeyOfferProps = { texts: FactorTexts['passkeys'] & CeremonyTexts }

/** The card is shown where the device itself can hold a passkey. */
const canHold = async (): Promise<boolean> =>
  knowsPasskeys() && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())

/** A browser that makes a passkey without a dialog needs less; one that will not may say so after minutes. */
const soon = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 1500))

const TRIED = 'passkey-tried'

/**
 * Whether the browser makes passkeys without a dialog, right after it filled a password in (WebAuthn level 3, section 5.1.3). Once a
 * visit: it says no where no password was filled in.
 */
async function makesQuietly(): Promise<boolean> {
  if (sessionStorage.getItem(TRIED)) return false
  sessionStorage.setItem(TRIED, '1')
  const capabilities = await PublicKeyCredential.getClientCapabilities?.()
  return capabilities?.conditionalCreate === true
}

/** Offers a passkey to whoever has none, once in thirty days: quietly where the browser can, else by one card. */
export function PasskeyOffer({ texts }: PasskeyOfferProps) {
  const { account } = useFormPage()
  const [view, setView] = useState<'none' | 'card' | 'busy' | 'done'>('none')
  const more: Record<string, string> = account ? { account } : {}

  async function add(isQuiet: boolean): Promise<boolean> {
    const made = await makePasskey(more, texts, { isQuiet })
    if (!made.ok) return false
    const { response } = made.body
    return (await callApi('/api/account/passkeys', texts.unreachable, { ...more, response })).ok
  }

  const offer = useEffectEvent(async () => {
    if (!(await canHold())) return
    const quietly = (await makesQuietly()) ? add(true) : Promise.resolve(false)
    if (await Promise.race([quietly, soon()])) return setView('done')
    setView('card')
    if (await quietly) setView('done')
  })

  useEffect(() => void offer(), [])

  async function press() {
    setView('busy')
    if (await add(false)) return setView('done')
    location.assign('/account/security#passkeys')
  }

  function putOff() {
    setView('none')
    callApi('/api/account/passkey-offer', texts.unreachable, more, { method: 'DELETE' })
  }

  if (view === 'none') return null
  if (view === 'done')
    return (
      <p className={styles.done} role="status">
        {texts.added}
      </p>
    )
  return (
    <section className={styles.offer} aria-labelledby="passkey-offer">
      <h2 id="passkey-offer">{texts.offerHeading}</h2>
      <p>{texts.offer}</p>
      <div className={styles.buttons}>
        <button
          className={button.primary}
          type="button"
          onClick={press}
          aria-disabled={view === 'busy' || undefined}
        >
          {view === 'busy' ? texts.adding : texts.add}
        </button>
        <button className={button.quiet} type="button" onClick={putOff}>
          {texts.later}
        </button>
      </div>
    </section>
  )
}
