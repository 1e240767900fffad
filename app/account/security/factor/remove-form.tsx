'use client'

import button from '@/components/button/button.module.css'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { useForm } from '@/components/form/use-form'
import card from '../../card.module.css'
import type { CardFormProps } from './card-texts'

/** Turns the second step off; unfolded before it is pressed, it says what happens. */
export function RemoveForm({ isProofFresh, texts }: CardFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/account/totp'],
    unreachable: texts.form.unreachable,
    onDone: () => location.assign('/account/security'),
  })
  const { refusal } = state
  return (
    <details className={card.fold} data-tone="bad" open={refusal !== undefined}>
      <summary>{texts.card.remove}</summary>
      <p>{texts.card.removeMore}</p>
      <form {...props} className={form.form}>
        {!asksForProof(refusal) && <FormAlert refusal={refusal} />}
        <ProofField state={state} needed={!isProofFresh} byCode id="remove-proof" texts={texts} />
        <MethodField method="DELETE" />
        <PlainFormFields />
        <button className={button.danger} type="submit" aria-disabled={pending || undefined}>
          {pending ? texts.card.removing : texts.card.removeSubmit}
        </button>
      </form>
    </details>
  )
}
