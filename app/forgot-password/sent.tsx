'use client'

import type { ComponentProps } from 'react'
import button from '@/components/button/button.module.css'
import type { FormState } from '@/components/form/answer'
import { PlainFormFields } from '@/components/form/form-page'
import { FocusedHeading } from '@/components/panel/focused-heading'
import panel from '@/components/panel/panel.module.css'
import { Sign } from '@/components/panel/sign'
import { ResendButton } from '@/components/resend/resend-button'
import { useCountdown } from '@/components/resend/use-countdown'
import { Sentence } from '@/components/sentence'
import type { RecoveryTexts } from '@/lib/i18n/texts/recovery/recovery'
import styles from './sent.module.css'

/** Seconds between two links to one recipient: `linkSpacing`. Every address sees the same countdown, also one that gets no link. */
const SPACING = 60

type SentProps = {
  state: FormState
  pending: boolean
  form: ComponentProps<'form'>
  texts: RecoveryTexts['forgot']
}

/** Says where to look, and nothing of whether anything was sent. */
export function Sent({ state, pending, form, texts }: SentProps) {
  const seconds = useCountdown(SPACING, state)
  const email = state.values.email ?? ''
  return (
    <div className={panel.message}>
      <Sign shape="mail" />
      <FocusedHeading>{texts.sentHeading}</FocusedHeading>
      <p>
        <Sentence text={texts.sentLead} fill={{ email: <bdi className={panel.address}>{email}</bdi> }} />
      </p>
      <p>{texts.sentMore}</p>
      <form {...form}>
        <input type="hidden" name="email" value={email} />
        <PlainFormFields />
        <ResendButton
          seconds={seconds}
          pending={pending}
          isMain={false}
          texts={{ label: texts.again, waiting: texts.againWaiting, pending: texts.pending }}
        />
      </form>
      <div className={styles.ways}>
        <a className={button.quiet} href="/forgot-password">
          {texts.otherAddress}
        </a>
        <a className={button.quiet} href="/login">
          {texts.back}
        </a>
      </div>
    </div>
  )
}
