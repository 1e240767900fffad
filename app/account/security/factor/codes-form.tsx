'use client'

import { RecoveryCodes } from '@/components/factor/recovery-codes'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import card from '../../card.module.css'
import type { CardFormProps } from './card-texts'

/** Makes new recovery codes, and shows them once in place of the form. */
export function CodesForm({ isProofFresh, texts }: CardFormProps) {
  const { state, pending, props } = useForm<{ recoveryCodes: string[] }>({
    actions: ['/api/account/recovery-codes'],
    unreachable: texts.form.unreachable,
  })
  const { refusal, answer } = state
  if (answer)
    return (
      <div role="status">
        <p className={card.small}>{texts.codes.lead}</p>
        <RecoveryCodes codes={answer.recoveryCodes} />
      </div>
    )
  return (
    <details className={card.fold} open={refusal !== undefined}>
      <summary>{texts.card.renew}</summary>
      <p>{texts.card.renewMore}</p>
      <form {...props} className={form.form}>
        {!asksForProof(refusal) && <FormAlert refusal={refusal} />}
        <ProofField state={state} needed={!isProofFresh} byCode id="codes-proof" texts={texts} />
        <PlainFormFields />
        <SubmitButton label={texts.card.renewSubmit} busy={texts.card.renewing} pending={pending} />
      </form>
    </details>
  )
}
