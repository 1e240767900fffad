'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import button from '@/components/button/button.module.css'
import { fieldAnswer } from '@/components/form/answer'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { PasswordField } from '@/components/form/password-field'
import { useForm } from '@/components/form/use-form'
import type { PageTexts } from '@/lib/i18n/texts/pages'
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
  texts: { password: string; busy: string; signIn: string; form: PageTexts['form'] }
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
  const asks = refusal?.code === 'password_needed'
  const [fault] = refusal?.errors ?? []
  // Being asked is no fault of the person's; giving a wrong password is.
  const isFirstAsked = fault?.code === 'password_confirm'
  const asked = { hint: fault?.detail, autoFocus: true }
  return (
    <form {...form} className={styles.act}>
      {props.children}
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="userId" value={userId} />
      {email !== undefined && <input type="hidden" name="email" value={email} />}
      {sessionId !== undefined && <input type="hidden" name="sessionId" value={sessionId} />}
      <PlainFormFields />
      {asks ? (
        <PasswordField
          {...(isFirstAsked ? asked : fieldAnswer(state, 'password'))}
          id={`password-${act}-${sessionId ?? ''}`}
          name="password"
          label={texts.password}
          texts={texts.form}
          autoComplete="current-password"
          required
        />
      ) : (
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
  )
}
