'use client'

import { useRouter } from 'next/navigation'
import { Done } from '@/components/done/done'
import { fieldAnswer } from '@/components/form/answer'
import form from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { NewPasswordField } from '@/components/form/new-password-field'
import { PasswordField } from '@/components/form/password-field'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import type { AccountTexts } from '@/lib/i18n/texts/account/account'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import card from '../card.module.css'

type PasswordFormProps = {
  email: string
  /** Sealed name of the account, for the judge of new passwords. */
  owner: string | undefined
  texts: AccountTexts['security'] & Pick<PageTexts, 'form'>
}

/** Changes the password. Once it is changed, a message stands in place of the form. */
export function PasswordForm({ email, owner, texts }: PasswordFormProps) {
  const router = useRouter()
  const { state, pending, props } = useForm({
    actions: ['/api/account/password'],
    unreachable: texts.form.unreachable,
    onAnswer: () => router.refresh(),
  })
  const { answer, refusal } = state
  return (
    <>
      <Done about={answer as object | undefined} takesFocus>
        {texts.changed}
      </Done>
      {answer === undefined && (
        <details className={card.fold} open={refusal !== undefined}>
          <summary>{texts.change}</summary>
          <p>{texts.effect}</p>
          <form {...props} className={form.form}>
            <FormAlert refusal={refusal} />
            {/* Tells password managers whose password changes. */}
            <input type="text" value={email} autoComplete="username" readOnly hidden />
            <PasswordField
              {...fieldAnswer(state, 'currentPassword')}
              name="currentPassword"
              label={texts.current}
              texts={texts.form}
              autoComplete="current-password"
              required
            />
            <NewPasswordField
              {...fieldAnswer(state, 'newPassword')}
              name="newPassword"
              label={texts.new}
              hint={texts.newHint}
              texts={texts.form}
              owner={owner}
              required
            />
            <PlainFormFields />
            <SubmitButton label={texts.submit} busy={texts.changing} pending={pending} />
            <a className={card.link} href="/forgot-password">
              {texts.forgotten}
            </a>
          </form>
        </details>
      )}
    </>
  )
}
