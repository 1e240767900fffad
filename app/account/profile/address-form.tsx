'use client'

import { fieldAnswer } from '@/components/form/answer'
import { EmailField } from '@/components/form/email-field'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { SubmitButton } from '@/components/form/submit-button'
import type { useForm } from '@/components/form/use-form'
import card from '../card.module.css'
import type { AddressTexts } from './address-texts'

type AddressFormProps = {
  request: ReturnType<typeof useForm>
  isProofFresh: boolean
  byCode: boolean
  texts: AddressTexts
}

/** Asks for another address. Nothing changes before that one is proven, and the form says so. */
export function AddressForm({
  request: { state, pending, props },
  isProofFresh,
  byCode,
  texts,
}: AddressFormProps) {
  const { address } = texts
  return (
    <details className={card.fold} open={state.refusal !== undefined}>
      <summary>{address.change}</summary>
      <p>{address.changeMore}</p>
      <form {...props} className={form.form}>
        <FormAlert refusal={asksForProof(state.refusal) ? undefined : state.refusal} />
        <EmailField {...fieldAnswer(state, 'email')} label={address.newEmail} autoComplete="email" required />
        <ProofField
          state={state}
          needed={!isProofFresh}
          byCode={byCode}
          id="address-password"
          texts={texts}
        />
        <PlainFormFields />
        <SubmitButton label={address.submit} busy={address.sending} pending={pending} />
      </form>
    </details>
  )
}
