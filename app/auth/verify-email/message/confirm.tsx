import type { ReactNode } from 'react'
import button from '@/components/button/button.module.css'
import { FormAlert } from '@/components/form/form-alert'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { ACTIONS, type FlowState } from '../flow-state'
import styles from './confirm.module.css'
import { Message } from './message'
import { type FormProps, VerificationForm } from './verification-form'

type ConfirmProps = {
  /** The account's owner, as far as a stranger may know. */
  account: ReactNode
  token: string
  form: FormProps
  state: FlowState
  pending?: string
  texts: Pick<PageTexts, 'fixed' | 'verify'>
}

/** In a browser that does not hold the account's session: one click verifies, so that a mail scanner cannot. */
export function Confirm({ account, token, form, state, pending, texts }: ConfirmProps) {
  const busy = pending !== undefined || undefined
  return (
    <Message sign={{ shape: 'mail' }} heading={texts.verify.confirmHeading}>
      {account}
      <FormAlert refusal={state.refusal} />
      <VerificationForm intent="verify" token={token} form={form}>
        <button className={button.primary} type="submit" aria-disabled={busy}>
          {pending === ACTIONS.verify ? texts.fixed.verifying : texts.fixed.verifyMyEmail}
        </button>
      </VerificationForm>
      <details className={styles.notMe}>
        <summary>{texts.verify.notMe}</summary>
        <p>{texts.verify.notMeMore}</p>
        <VerificationForm intent="not-me" token={token} form={form}>
          <button className={button.danger} type="submit" aria-disabled={busy}>
            {texts.verify.deleteAccount}
          </button>
        </VerificationForm>
      </details>
    </Message>
  )
}
