'use client'

import button from '@/components/button/button.module.css'
import styles from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { ProviderTexts } from '@/lib/i18n/texts/provider/provider'

type LinkFormProps = {
  label: string
  /** Where "not now" leads: a path of this site, checked by the server. */
  next: string
  texts: ProviderTexts['offer'] & Pick<PageTexts, 'form'>
}

/** Links the identity that this browser brought, or does not. */
export function LinkForm({ label, next, texts }: LinkFormProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/account/identities'],
    unreachable: texts.form.unreachable,
    onDone: () => location.assign(next),
  })
  return (
    <form {...props} className={styles.form}>
      <FormAlert refusal={state.refusal} />
      <PlainFormFields />
      <SubmitButton
        label={texts.submit.replace('{provider}', label)}
        busy={texts.pending}
        pending={pending}
      />
      <a className={button.quiet} href={next}>
        {texts.later}
      </a>
    </form>
  )
}
