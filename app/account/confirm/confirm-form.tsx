'use client'

import { CodeField } from '@/components/factor/code-field'
import { fieldAnswer } from '@/components/form/answer'
import styles from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { PasswordField } from '@/components/form/password-field'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import type { PageTexts } from '@/lib/i18n/texts/pages'

type ConfirmFormProps = {
  email: string
  /** The account's second step is on, so that a code is the proof. */
  byCode: boolean
  texts: Pick<PageTexts, 'form' | 'proof'>
  /** Where to go afterwards: a path of this site, checked by the server. */
  next: string
}

export function ConfirmForm({ email, byCode, texts, next }: ConfirmFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/auth/confirm'],
    unreachable: texts.form.unreachable,
    onDone: () => location.assign(next),
  })
  const { refusal } = state
  const isWrong = refusal?.code === 'invalid_credentials'
  const atCode = fieldAnswer(state, 'code')
  const wrong = isWrong && { fault: texts.proof.wrong, isFirstFault: true }
  return (
    <form {...props} className={styles.form}>
      <FormAlert refusal={isWrong || atCode.fault ? undefined : refusal} />
      {/* Tells password managers which of several accounts is asked for. */}
      <input type="text" value={email} autoComplete="username" readOnly hidden />
      {byCode ? (
        <CodeField
          {...atCode}
          name="code"
          label={texts.proof.code}
          hint={texts.proof.codeHint}
          required
          autoFocus
        />
      ) : (
        <PasswordField
          {...fieldAnswer(state, 'password')}
          {...wrong}
          name="password"
          label={texts.form.password}
          texts={texts.form}
          autoComplete="current-password"
          required
          autoFocus
        />
      )}
      <input type="hidden" name="next" value={next} />
      <PlainFormFields />
      <SubmitButton label={texts.proof.submit} busy={texts.proof.pending} pending={pending} />
    </form>
  )
}
