'use client'

import type { ReactNode } from 'react'
import button from '@/components/button/button.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { useForm } from '@/components/form/use-form'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import styles from '../users/act-form.module.css'
import { webhooksDonePath } from './done-path'

export type ActTexts = { password: string; busy: string; signIn: string } & Pick<PageTexts, 'form' | 'proof'>

type ActFormProps = {
  act: string
  /** The delivery or the receiver. */
  id: number
  look: 'secondary' | 'danger' | 'quiet'
  label: string
  /** The button's accessible name, if its label needs the text beside it. */
  description?: string
  texts: ActTexts
  children?: ReactNode
}

/** One act on a receiver or a delivery. If the operator's proof is too old, the form asks for it and is sent again. */
export function ActForm({ act, id, look, label, description, texts, children }: ActFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/monitoring/webhooks'],
    unreachable: texts.form.unreachable,
    isOwn: (values) => values.act === act && values.id === String(id),
    onDone: () => location.assign(webhooksDonePath(act)),
  })
  const { refusal } = state
  return (
    <form {...props} className={styles.act}>
      {children}
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="id" value={id} />
      <PlainFormFields />
      <ProofField state={state} id={`password-${act}-${id}`} label={texts.password} texts={texts} />
      {!asksForProof(refusal) && (
        <FormAlert refusal={refusal}>
          {refusal?.code === 'unauthenticated' && (
            <a href="/login?next=/monitoring/webhooks">{texts.signIn}</a>
          )}
        </FormAlert>
      )}
      <button
        className={button[look]}
        type="submit"
        aria-disabled={pending || undefined}
        aria-label={description}
      >
        {pending ? texts.busy : label}
      </button>
    </form>
  )
}
