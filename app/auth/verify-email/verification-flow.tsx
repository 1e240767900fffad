'use client'

import type { ReactNode } from 'react'
import button from '@/components/button/button.module.css'
import { useCountdown } from '@/components/resend/use-countdown'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import { type Start, viewOf } from './flow-state'
import { Confirm } from './message/confirm'
import { Expired } from './message/expired'
import { Message } from './message/message'
import { Onward } from './message/onward'
import { Paused } from './message/paused'
import { Verified } from './message/verified'
import { Verifying } from './message/verifying'
import { useVerification } from './use-verification'

type VerificationFlowProps = {
  start: Start
  token: string
  isSignedIn: boolean
  account: ReactNode
  texts: Pick<PageTexts, 'fixed' | 'form' | 'verify'>
}

/** Everything the verification page can show. One component, so that a form post finds its state again. */
export function VerificationFlow({ start, token, isSignedIn, account, texts }: VerificationFlowProps) {
  const { state, pending, onSubmit } = useVerification(start, token, texts.form.unreachable)
  const seconds = useCountdown(state.answer?.retryAfter ?? state.refusal?.retryAfter ?? 0, state)
  const view = viewOf(start, state)
  const isNews = view !== start
  const form = { onSubmit }
  const request = { token, form, state, pending }
  const onward = (
    <div className={button.row}>
      <Onward look="primary" isSignedIn={isSignedIn} texts={texts.verify} />
    </div>
  )
  switch (view) {
    case 'own':
      return <Verifying token={token} form={form} texts={texts} />
    case 'foreign':
      return <Confirm {...request} account={account} texts={texts} />
    case 'expired':
    case 'renewed':
      return (
        <Expired
          {...request}
          isRenewed={view === 'renewed'}
          isNews={view === 'expired' && isNews}
          seconds={seconds}
          texts={texts.verify}
        />
      )
    case 'verified':
      return <Verified isSignedIn={isSignedIn} texts={texts} />
    case 'paused':
      return <Paused {...request} texts={texts.verify} />
    case 'deleted':
      return (
        <Message sign={{ shape: 'done', tone: 'good' }} heading={texts.verify.deletedHeading} isNews>
          <p>{texts.verify.deletedMore}</p>
        </Message>
      )
    case 'used':
      return (
        <Message sign={{ shape: 'done', tone: 'good' }} heading={texts.verify.usedHeading} isNews={isNews}>
          <p>{texts.verify.usedMore}</p>
          {onward}
        </Message>
      )
    case 'invalid':
      return (
        <Message
          sign={{ shape: 'broken', tone: 'warm' }}
          heading={texts.verify.invalidHeading}
          isNews={isNews}
        >
          <p>{texts.verify.invalidMore}</p>
          {onward}
        </Message>
      )
  }
}
