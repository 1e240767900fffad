'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import button from '@/components/button/button.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { asksForProof, ProofField } from '@/components/form/proof-field'
import { useForm } from '@/components/form/use-form'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { Fold } from '../fold'
import styles from './act-form.module.css'
import { donePath } from './done-path'

export type ActFormProps = {
  act: string
  userId: number
  /** The account's address as this page shows it, if the act depends on it. */
  email?: string
  sessionId?: string
  look: 'secondary' | 'danger' | 'quiet'
  label: string
  /** The button's accessible name, if its label needs the text beside it. */
  description?: string
  texts: { password: string; busy: string; signIn: string } & Pick<PageTexts, 'form' | 'proof'>
  /** Behind its name until it is wanted. */
  isFolded?: boolean
  children?: ReactNode
}

/** One act on an account. If the operator's password is too old, the form asks for it and is sent again. */
export function ActForm(props: ActFormProps) {
  const { act, userId, email, sessionId, texts } = props
  const router = useRouter()
  const {
    state,
    pending,
    props: form,
  } = useForm({
    actions: ['/api/monitoring/users'],
    unreachable: texts.form.unreachable,
    isOwn: (values) => values.act === act && values.sessionId === (sessionId ?? ''),
    onDone: () => location.assign(donePath(act, userId)),
  })
  const { refusal } = state
  useEffect(() => {
    if (refusal?.code === 'changed_meanwhile') router.refresh()
  }, [refusal, router])
  const [fault] = refusal?.errors ?? []
  return (
    <Fold label={props.label} isRefused={refusal !== undefined} isFolded={props.isFolded}>
      <form {...form} className={styles.act}>
        {props.children}
        <input type="hidden" name="act" value={act} />
        <input type="hidden" name="userId" value={userId} />
        {email !== undefined && <input type="hidden" name="email" value={email} />}
        {sessionId !== undefined && <input type="hidden" name="sessionId" value={sessionId} />}
        <PlainFormFields />
        <ProofField
          state={state}
          id={`password-${act}-${sessionId ?? ''}`}
          label={texts.password}
          texts={texts}
        />
        {!asksForProof(refusal) && (
          <FormAlert refusal={refusal}>
            {refusal?.code === 'changed_meanwhile' && <span>{fault?.detail}</span>}
            {refusal?.code === 'unauthenticated' && (
              <a href={`/login?next=/monitoring/users/${userId}`}>{texts.signIn}</a>
            )}
          </FormAlert>
        )}
        <button
          className={button[props.look]}
          type="submit"
          aria-disabled={pending || undefined}
          aria-label={props.description}
        >
          {pending ? texts.busy : props.label}
        </button>
      </form>
    </Fold>
  )
}
