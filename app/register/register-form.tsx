'use client'

import { type ReactNode, useState } from 'react'
import { BrakeNote } from '@/components/brake/brake-note'
import { useBrake } from '@/components/brake/use-brake'
import { fieldAnswer } from '@/components/form/answer'
import { BrowserProofField, withoutHugeProof } from '@/components/form/email/browser-proof-field'
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
import { AccountCreated, type Created } from './account-created'

type RegisterFormProps = {
  texts: Pick<PageTexts, 'fixed' | 'form' | 'register' | 'verify'> & { brake: BrakeTexts }
  /** For the browser's proof of the address. Undefined: it is not asked for. */
  nonce?: string
  /** Content above the form, which leaves with it. */
  children: ReactNode
  /** Content below it, likewise. */
  below?: ReactNode
}

export function RegisterForm({ texts, nonce, children, below }: RegisterFormProps) {
  const [created, setCreated] = useState<Created>()
  const brake = useBrake<{ user: Created }>(texts.form.unreachable, texts.brake)
  const { state, pending, props } = useForm<{ user: Created }>({
    actions: ['/api/auth/register'],
    unreachable: texts.form.unreachable,
    send: (action, fields, method) => brake.send(action, withoutHugeProof(fields), method),
    onDone: (_, { user }) => setCreated(user),
  })
  if (created) return <AccountCreated user={created} texts={texts} />
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
        {nonce && <BrowserProofField nonce={nonce} />}
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
