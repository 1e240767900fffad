'use client'

import { useRouter } from 'next/navigation'
import { Done } from '@/components/done/done'
import { callApi } from '@/components/form/call-api'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import { knowsPasskeys, makePasskey } from '@/components/passkey/ceremony'
import { useBrowserValue } from '@/components/use-browser-value'
import card from '../../card.module.css'
import type { PasskeyTexts } from './passkey-texts'
import styles from './passkeys.module.css'

type AddPasskeyProps = { isProofFresh: boolean; byCode: boolean; texts: PasskeyTexts }

const ADD = '/api/account/passkeys'

/** Adds a passkey of this device. Nobody can without a script, and the page says so. */
export function AddPasskey({ isProofFresh, byCode, texts }: AddPasskeyProps) {
  const router = useRouter()
  const { passkeys } = texts
  const { unreachable } = texts.form
  const ability = useBrowserValue(() => (knowsPasskeys() ? 'able' : 'unable'), 'noScript')
  const { state, pending, props } = useForm({
    actions: [ADD],
    unreachable,
    send: async (action, fields) => {
      const made = await makePasskey(fields, { ...passkeys, unreachable })
      if (!made.ok) return made
      const { account } = fields
      return callApi(action, unreachable, { ...(account && { account }), response: made.body.response })
    },
    onAnswer: () => router.refresh(),
  })
  const { answer, refusal } = state
  if (ability !== 'able') return <p className={card.small}>{passkeys[ability]}</p>
  return (
    <div className={styles.add}>
      <Done about={answer as object | undefined}>{passkeys.added}</Done>
      <form {...props} className={form.form}>
        {!asksForProof(refusal) && <FormAlert refusal={refusal} />}
        <ProofField state={state} needed={!isProofFresh} byCode={byCode} id="passkey-proof" texts={texts} />
        <PlainFormFields />
        <SubmitButton label={passkeys.add} busy={passkeys.adding} pending={pending} />
      </form>
    </div>
  )
}
