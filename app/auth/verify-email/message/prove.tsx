import type { ReactNode } from 'react'
import button from '@/components/button/button.module.css'
import { type FieldState, fieldAnswer } from '@/components/form/answer'
import { EmailField } from '@/components/form/email-field'
import { FormAlert } from '@/components/form/form-alert'
import { NewPasswordField } from '@/components/form/new-password-field'
import { PasswordField } from '@/components/form/password-field'
import { Message } from '@/components/panel/message'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { ACTIONS, type FlowState, type Intent } from '../flow-state'
import styles from './prove.module.css'
import { type FormProps, VerificationForm } from './verification-form'

type ProveProps = {
  /** The account's owner, as far as a stranger may know. */
  account: ReactNode
  /** Sealed name of the account, for the judge of a new password. */
  owner?: string
  token: string
  form: FormProps
  state: FlowState
  pending?: string
  texts: Pick<PageTexts, 'fixed' | 'form' | 'verify'> & {
    register: Pick<PageTexts['register'], 'passwordHint'>
  }
}

/** The page's state for the forms of one request, without the refusal of another. */
const stateOf = (intent: Intent, state: FlowState): FlowState =>
  state.action === ACTIONS[intent] ? state : { values: {} }

/** The address in full, which this page does not show: programs that fill in and click everything do not know it. */
function OwnAddress({ id, autoComplete, field, texts }: OwnAddressProps) {
  return (
    <EmailField
      {...field}
      id={id}
      label={texts.ownAddress}
      hint={texts.ownAddressHint}
      autoComplete={autoComplete}
      required
    />
  )
}

type OwnAddressProps = {
  id: string
  autoComplete: 'username' | 'email'
  field: FieldState
  texts: PageTexts['verify']
}

/** Proves with the password of the account. */
function KnownPassword({ token, form, state, pending, texts }: ProveProps) {
  return (
    <VerificationForm intent="verify" token={token} form={form}>
      {/* For password managers: they fill the address in, and this page must not name it. It is not sent. */}
      <input className={styles.unseen} type="text" autoComplete="username" tabIndex={-1} aria-hidden="true" />
      <PasswordField
        {...fieldAnswer(stateOf('verify', state), 'password')}
        name="password"
        label={texts.verify.accountPassword}
        texts={texts.form}
        autoComplete="current-password"
        required
      />
      <button className={button.primary} type="submit" aria-disabled={pending !== undefined || undefined}>
        {pending === ACTIONS.verify ? texts.fixed.verifying : texts.fixed.verifyMyEmail}
      </button>
    </VerificationForm>
  )
}

/** Proves by choosing a password now. Unfolded again where it was refused. */
function OtherPassword({ owner, token, form, state, pending, texts }: ProveProps) {
  const own = stateOf('verify', state)
  const [email, newPassword] = [fieldAnswer(own, 'email'), fieldAnswer(own, 'newPassword')]
  const isOpen = Boolean(email.fault ?? email.defaultValue ?? newPassword.fault)
  return (
    <details className={styles.other} open={isOpen}>
      <summary>{texts.verify.noPassword}</summary>
      <p>{texts.verify.noPasswordMore}</p>
      <VerificationForm intent="verify" token={token} form={form}>
        <OwnAddress id="chosen-email" autoComplete="username" field={email} texts={texts.verify} />
        <NewPasswordField
          {...newPassword}
          name="newPassword"
          label={texts.verify.newPassword}
          hint={texts.register.passwordHint}
          texts={texts.form}
          owner={owner}
          required
        />
        <button className={button.secondary} type="submit" aria-disabled={pending !== undefined || undefined}>
          {pending === ACTIONS.verify ? texts.fixed.verifying : texts.verify.choosePassword}
        </button>
      </VerificationForm>
    </details>
  )
}

/** Deletes the account that a stranger made. */
function NotMe({ token, form, state, pending, texts }: ProveProps) {
  const email = fieldAnswer(stateOf('not-me', state), 'email')
  return (
    <details className={styles.other} open={Boolean(email.fault ?? email.defaultValue)}>
      <summary>{texts.verify.notMe}</summary>
      <p>{texts.verify.notMeMore}</p>
      <VerificationForm intent="not-me" token={token} form={form}>
        <OwnAddress id="denied-email" autoComplete="email" field={email} texts={texts.verify} />
        <button className={button.danger} type="submit" aria-disabled={pending !== undefined || undefined}>
          {texts.verify.deleteAccount}
        </button>
      </VerificationForm>
    </details>
  )
}

/**
 * In a browser that does not hold the account's session: no click alone verifies, deletes or signs in, so that neither a mail
 * scanner nor the stranger who signed up gains anything from the reader's click.
 */
export function Prove(props: ProveProps) {
  const { account, state, texts } = props
  const isAtPassword = state.refusal?.code === 'invalid_credentials'
  return (
    <Message sign={{ shape: 'mail' }} heading={texts.verify.confirmHeading}>
      {account}
      <div className={styles.ways}>
        <FormAlert refusal={isAtPassword ? undefined : state.refusal} />
        <KnownPassword {...props} />
        <OtherPassword {...props} />
        <NotMe {...props} />
      </div>
    </Message>
  )
}
