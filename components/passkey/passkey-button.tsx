'use client'

import button from '@/components/button/button.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { useFormPage } from '@/components/form/form-page'
import { useBrowserValue } from '@/components/use-browser-value'
import { type CeremonyTexts, knowsPasskeys } from './ceremony'
import styles from './passkey-button.module.css'
import { usePasskey } from './use-passkey'

type PasskeyButtonProps = {
  /** `sign-in`, the second step of one, or a fresh proof of whoever is signed in. */
  act: 'sign-in' | 'second-step' | 'confirm'
  /** Where to go afterwards: a path of this site, checked by the server. */
  next: string
  label: string
  busy: string
  texts: CeremonyTexts
}

const USES = {
  'sign-in': { path: '/api/auth/passkey', field: 'response' },
  'second-step': { path: '/api/auth/second-step', field: 'response', more: { method: 'passkey' } },
  confirm: { path: '/api/auth/confirm', field: 'passkey' },
} as const

/** Brings a passkey. Without a script, or in a browser that knows none, there is no button. */
export function PasskeyButton({ act, next, label, busy, texts }: PasskeyButtonProps) {
  const { account } = useFormPage()
  const isAble = useBrowserValue(knowsPasskeys, false)
  const use = act === 'confirm' && account ? { ...USES.confirm, more: { account } } : USES[act]
  const { pending, refusal, start } = usePasskey(use, texts, () => location.assign(next))
  if (!isAble) return null
  return (
    <div className={styles.passkey}>
      <FormAlert refusal={refusal} />
      <button className={button.secondary} type="button" onClick={start} aria-disabled={pending || undefined}>
        {pending ? busy : label}
      </button>
    </div>
  )
}
