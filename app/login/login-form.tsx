'use client'

import { BrakeNote } from '@/components/brake/brake-note'
import { useBrake } from '@/components/brake/use-brake'
import { type EntryBody, pageAfter } from '@/components/factor/page-after'
import { fieldAnswer } from '@/components/form/answer'
import { EmailField } from '@/components/form/email-field'
import styles from '@/components/form/form.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { PasswordField } from '@/components/form/password-field'
import { SubmitButton } from '@/components/form/submit-button'
import { useForm } from '@/components/form/use-form'
import type { BrakeTexts } from '@/lib/i18n/texts/brake'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { RecoveryTexts } from '@/lib/i18n/texts/recovery/recovery'
import { ForgotLink } from './forgot-link'

/** A new password was chosen, and led here with the address. */
const RESET = '/api/auth/reset-password'

/** A provider sent the person back with nothing done. */
const PROVIDER = '/auth/oidc'

type LoginFormProps = {
  texts: Pick<PageTexts, 'form' | 'login'> & { recovery: RecoveryTexts['login']; brake: BrakeTexts }
  /** Where to go afterwards: a path of this site, checked by the server. */
  next: string
}

export function LoginForm({ texts, next }: LoginFormProps) {
  const brake = useBrake<EntryBody>(texts.form.unreachable, texts.brake)
  const { state, pending, props } = useForm<EntryBody>({
    actions: ['/api/auth/login', RESET, PROVIDER],
    unreachable: texts.form.unreachable,
    send: brake.send,
    onDone: (_, body) => location.assign(pageAfter(body, next)),
  })
  // No fault of anybody's: signing in as usual is all there is to do.
  const isOffered = state.refusal?.code === 'identity_unlinked'
  return (
    <form {...props} className={styles.form}>
      {state.action === RESET && state.answer !== undefined && (
        <p className={styles.done} role="status">
          {texts.recovery.changed}
        </p>
      )}
      {isOffered && (
        <p className={styles.note} role="status">
          {state.refusal?.detail}
        </p>
      )}
      <FormAlert refusal={isOffered ? undefined : state.refusal} />
      <EmailField
        {...fieldAnswer(state, 'email')}
        label={texts.form.email}
        autoComplete="username webauthn"
        required
      />
      <PasswordField
        {...fieldAnswer(state, 'password')}
        name="password"
        label={texts.form.password}
        texts={texts.form}
        autoComplete="current-password"
        required
      />
      <ForgotLink label={texts.recovery.forgot} />
      <input type="hidden" name="next" value={next} />
      <PlainFormFields />
      <div>
        <BrakeNote note={pending ? brake.note : undefined} />
        <SubmitButton label={texts.login.submit} busy={texts.login.pending} pending={pending} />
      </div>
    </form>
  )
}
