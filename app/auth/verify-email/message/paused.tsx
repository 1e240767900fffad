import button from '@/components/button/button.module.css'
import { Message } from '@/components/panel/message'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { FlowState } from '../flow-state'
import { type FormProps, VerificationForm } from './verification-form'

type PausedProps = {
  token: string
  form: FormProps
  state: FlowState
  pending?: string
  texts: PageTexts['verify']
}

/** The request did not get through, so the link may still be good: try again. */
export function Paused({ token, form, state, pending, texts }: PausedProps) {
  return (
    <Message sign={{ shape: 'clock', tone: 'warm' }} heading={texts.pausedHeading} isNews>
      <p role="alert">{state.refusal?.detail}</p>
      <VerificationForm intent="verify" token={token} form={form}>
        <button className={button.primary} type="submit" aria-disabled={pending !== undefined || undefined}>
          {texts.retry}
        </button>
      </VerificationForm>
    </Message>
  )
}
