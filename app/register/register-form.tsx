'use client'

import { type ReactNode, useState } from 'react'
import { BrakeNote } from '@/components/brake/brake-note'
import { useBrake } from '@/components/brake/use-brake'
import { fieldAnswer } from '@/components/form/answer'
import { SuggestingEmailField } from '@/components/form/email/suggesting-email-field'
import { Field } from '@/components/form/field'
import styles from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { NewPasswordField } from '@/components/form/new-password-field'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import type { BrakeTexts } from '@/lib/i18n/texts/brake'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { AccountCreated } from './account-created'

type RegisterFormProps = {
  texts: Pick<PageTexts, 'fixed' | 'form' | 'register'> & { brake: BrakeTexts }
  /** Content above the form, which leaves with it. */
  children: ReactNode
  /** Content below it, likewise. */
  below?: ReactNode
}

export function RegisterForm({ texts, children, below }: RegisterFormProps) {
  const [createdFor, setCreatedFor] = useState<string>()
  const brake = useBrake(texts.form.unreachable, texts.brake)
  const { state, pending, props } = useForm({
    actions: ['/api/auth/register'],
    unreachable: texts.form.unreachable,
    send: brake.send,
    onDone: (sent) => setCreatedFor(sent.email),
  })
  if (createdFor !== undefined) return <AccountCreated email={createdFor} texts={texts} />
  return (
    <>
      {children}
      <form {...props} className={styles.form}>
        <FormAlert refusal={state.refusal}>
          {state.refusal?.code === 'email_taken' && <a href="/login">{texts.register.signIn}</a>}
        </FormAlert>
        <Field
          {...fieldAnswer(state, 'name')}
          name="name"
          label={texts.form.name}
          hint={texts.register.nameHint}
          autoComplete="name"
          dir="auto"
          required
        />
        <SuggestingEmailField
          {...fieldAnswer(state, 'email')}
          label={texts.form.email}
          suggestion={texts.form.didYouMean}
          autoComplete="email"
          required
        />
        <NewPasswordField
          {...fieldAnswer(state, 'password')}
          name="password"
          label={texts.form.password}
          hint={texts.register.passwordHint}
          texts={texts.form}
          required
        />
        <PlainFormFields />
        <div>
          <BrakeNote note={pending ? brake.note : undefined} />
          <SubmitButton label={texts.register.submit} busy={texts.register.pending} pending={pending} />
        </div>
      </form>
      {below}
    </>
  )
}
