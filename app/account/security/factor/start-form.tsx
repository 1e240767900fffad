'use client'

import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import card from '../../card.module.css'
import type { CardFormProps } from './card-texts'

/** Begins the set-up of an authenticator app, which has a page of its own. */
export function StartForm({ isProofFresh, texts }: CardFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/account/totp'],
    isOwn: ({ method }) => method !== 'DELETE',
    unreachable: texts.form.unreachable,
    onDone: () => location.assign('/account/security/app'),
  })
  const { refusal } = state
  return (
    <details className={card.fold} open={refusal !== undefined}>
      <summary>{texts.card.start}</summary>
      <p>{texts.card.startMore}</p>
      <form {...props} className={form.form}>
        {!asksForProof(refusal) && <FormAlert refusal={refusal} />}
        <ProofField state={state} needed={!isProofFresh} id="start-proof" texts={texts} />
        <PlainFormFields />
        <SubmitButton label={texts.card.startSubmit} busy={texts.card.starting} pending={pending} />
      </form>
    </details>
  )
}
