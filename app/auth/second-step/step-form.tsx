'use client'

import { CodeField } from '@/components/factor/code-field'
import { fieldAnswer } from '@/components/form/answer'
import styles from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import type { FactorTexts } from '@/lib/i18n/texts/factor/factor'
import type { PageTexts } from '@/lib/i18n/texts/pages'

type StepFormProps = {
  /** Where to go afterwards: a path of this site, checked by the server. */
  next: string
  texts: FactorTexts['step'] & Pick<PageTexts, 'form'>
}

/** Takes the app's code, or a recovery code, in one field. */
export function StepForm({ next, texts }: StepFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/auth/second-step'],
    unreachable: texts.form.unreachable,
    onDone: () => location.assign(next),
  })
  const { refusal } = state
  const field = fieldAnswer(state, 'code')
  return (
    <form {...props} className={styles.form}>
      <FormAlert refusal={field.fault ? undefined : refusal} />
      <CodeField {...field} name="code" label={texts.code} hint={texts.hint} required autoFocus />
      <input type="hidden" name="next" value={next} />
      <PlainFormFields />
      <SubmitButton label={texts.submit} busy={texts.pending} pending={pending} />
    </form>
  )
}
