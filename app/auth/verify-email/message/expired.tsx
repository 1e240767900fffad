import { FormAlert } from '@/components/form/form-alert'
import { Message } from '@/components/panel/message'
import { ResendButton } from '@/components/resend/resend-button'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { ACTIONS, type FlowState } from '../flow-state'
import { type FormProps, VerificationForm } from './verification-form'

type ExpiredProps = {
  isNews: boolean
  isRenewed: boolean
  token: string
  form: FormProps
  state: FlowState
  seconds: number
  pending?: string
  texts: PageTexts['verify']
}

/** The link is past its 24 hours: offers a new one, to the same address. */
export function Expired({ isNews, isRenewed, token, form, state, seconds, pending, texts }: ExpiredProps) {
  const refusal = state.refusal?.code === 'token_expired' ? undefined : state.refusal
  return (
    <Message sign={{ shape: 'clock', tone: 'warm' }} heading={texts.expiredHeading} isNews={isNews}>
      <p role="status">{isRenewed ? texts.renewed : texts.expiredMore}</p>
      <FormAlert refusal={refusal} />
      <VerificationForm intent="renew" token={token} form={form}>
        <ResendButton
          seconds={seconds}
          isMain
          pending={pending === ACTIONS.renew}
          texts={{ label: texts.renew, waiting: texts.renewAgain, pending: texts.renewing }}
        />
      </VerificationForm>
    </Message>
  )
}
