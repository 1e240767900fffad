import type { ComponentProps } from 'react'
import { type FormState, fieldAnswer } from '@/components/form/answer'
import styles from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { NewPasswordField } from '@/components/form/new-password-field'
import { SubmitButton } from '@/components/form/submit-button'
import panel from '@/components/panel/panel.module.css'
import { Sentence } from '@/components/sentence'
import type { ResetAccount, ResetTexts } from './reset-props'

type ResetFormProps = {
  token: string
  account: ResetAccount
  state: FormState
  pending: boolean
  form: ComponentProps<'form'>
  texts: ResetTexts
}

export function ResetForm({ token, account, state, pending, form, texts }: ResetFormProps) {
  const { reset } = texts
  return (
    <>
      <div className={panel.head}>
        <h1>{reset.heading}</h1>
        <p>
          <Sentence text={reset.lead} fill={{ email: <bdi>{account.maskedEmail}</bdi> }} />
        </p>
      </div>
      <form {...form} className={styles.form}>
        <FormAlert refusal={state.refusal} />
        <input type="hidden" name="token" value={token} />
        {/* For password managers: they store the new password with it. Without a name, so that it is not sent. */}
        <input type="text" autoComplete="username" value={account.email} readOnly hidden />
        <NewPasswordField
          {...fieldAnswer(state, 'password')}
          name="password"
          label={reset.password}
          hint={texts.hint}
          texts={texts.form}
          owner={account.owner}
          required
        />
        <PlainFormFields />
        <SubmitButton label={reset.submit} busy={reset.pending} pending={pending} />
      </form>
    </>
  )
}
