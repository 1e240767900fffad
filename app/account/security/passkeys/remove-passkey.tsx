'use client'

import { useRouter } from 'next/navigation'
import button from '@/components/button/button.module.css'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { useForm } from '@/components/form/use-form'
import card from '../../card.module.css'
import type { PasskeyTexts } from './passkey-texts'

type RemovePasskeyProps = { id: string; isProofFresh: boolean; byCode: boolean; texts: PasskeyTexts }

/** Removes a passkey; unfolded before it is pressed, it says what happens. */
export function RemovePasskey({ id, isProofFresh, byCode, texts }: RemovePasskeyProps) {
  const router = useRouter()
  const { passkeys } = texts
  const { state, pending, props } = useForm({
    actions: [`/api/account/passkeys/${id}`],
    isOwn: ({ method }) => method === 'DELETE',
    unreachable: texts.form.unreachable,
    onAnswer: () => router.refresh(),
  })
  const { refusal } = state
  return (
    <details className={card.fold} data-tone="bad" open={refusal !== undefined}>
      <summary>{passkeys.remove}</summary>
      <p>{passkeys.removeMore}</p>
      <form {...props} className={form.form}>
        {!asksForProof(refusal) && <FormAlert refusal={refusal} />}
        <ProofField state={state} needed={!isProofFresh} byCode={byCode} id={`remove-${id}`} texts={texts} />
        <MethodField method="DELETE" />
        <PlainFormFields />
        <button className={button.danger} type="submit" aria-disabled={pending || undefined}>
          {pending ? passkeys.removing : passkeys.removeSubmit}
        </button>
      </form>
    </details>
  )
}
