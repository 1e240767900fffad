'use client'

import { FormAlert } from '@/components/form/form-alert'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import type { PageTexts } from '@/lib/i18n/texts/pages'

type ClosingProps = { texts: Pick<PageTexts, 'form' | 'proof'>; isProofFresh: boolean }

/** `isProofFresh`: the page's `await hasFreshProof()`; without it, the first answer brings the password field. */
export function ClosingForm({ texts, isProofFresh }: ClosingProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/studio/name'],
    unreachable: texts.form.unreachable,
    onDone: () => location.assign('/studio'),
  })
  return (
    <form {...props}>
      <MethodField method="DELETE" />
      <ProofField state={state} needed={!isProofFresh} texts={texts} />
      {!asksForProof(state.refusal) && <FormAlert refusal={state.refusal} />}
      <PlainFormFields />
      <SubmitButton label="Close the studio" busy="Closing…" pending={pending} />
    </form>
  )
}
