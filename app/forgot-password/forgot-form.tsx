'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { fieldAnswer } from '@/components/form/answer'
import { EmailField } from '@/components/form/email-field'
import styles from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { RecoveryTexts } from '@/lib/i18n/texts/recovery/recovery'
import { takeCarriedEmail } from './carried-email'
import { Sent } from './sent'

type ForgotFormProps = {
  /** Address of the account that is signed in here, if one is. */
  present?: string
  texts: Pick<PageTexts, 'form'> & Pick<RecoveryTexts, 'forgot'>
  /** Content above the form, which leaves with it. */
  children: ReactNode
}

export function ForgotForm({ present, texts, children }: ForgotFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/auth/forgot-password'],
    unreachable: texts.form.unreachable,
  })
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const email = takeCarriedEmail()
    if (input.current?.value === '') input.current.value = email
  }, [])
  if (state.answer) return <Sent state={state} pending={pending} form={props} texts={texts.forgot} />
  const answer = fieldAnswer(state, 'email')
  return (
    <>
      {children}
      <form {...props} className={styles.form}>
        <FormAlert refusal={state.refusal} />
        <EmailField
          {...answer}
          ref={input}
          defaultValue={answer.defaultValue ?? present}
          label={texts.form.email}
          autoComplete="username"
          required
        />
        <PlainFormFields />
        <SubmitButton label={texts.forgot.submit} busy={texts.forgot.pending} pending={pending} />
      </form>
    </>
  )
}
