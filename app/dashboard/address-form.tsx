'use client'

import { fieldAnswer } from '@/components/form/answer'
import { SuggestingEmailField } from '@/components/form/email/suggesting-email-field'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import styles from './address-form.module.css'
import type { NoticeTexts } from './notice-texts'

type AddressFormProps = {
  /** The present address refuses our mail, so the form is unfolded. */
  isRefused: boolean
  texts: NoticeTexts
}

/**
 * Corrects the address and keeps the account. Folded or not, it is the same form in the same place, so that a report
 * that comes in meanwhile erases no typed text.
 */
export function AddressForm({ isRefused, texts }: AddressFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/auth/change-email'],
    unreachable: texts.unreachable,
    onDone: () => location.assign('/dashboard'),
  })
  return (
    <details className={styles.correct} open={isRefused || state.refusal !== undefined}>
      <summary>{isRefused ? texts.correct : texts.wrongAddress}</summary>
      <p>{texts.correctMore}</p>
      <form {...props} className={form.form}>
        <FormAlert refusal={state.refusal} />
        <SuggestingEmailField
          {...fieldAnswer(state, 'email')}
          label={texts.correctEmail}
          suggestion={texts.didYouMean}
          autoComplete="email"
          required
        />
        <PlainFormFields />
        <SubmitButton label={texts.correctSubmit} busy={texts.correcting} pending={pending} />
      </form>
    </details>
  )
}
