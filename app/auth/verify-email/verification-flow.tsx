'use client'

import type { ReactNode } from 'react'
import button from '@/components/button/button.module.css'
import { Message } from '@/components/panel/message'
import { useCountdown } from '@/components/resend/use-countdown'
import { Sentence } from '@/components/sentence'
import { useSessionGuard } from '@/components/session/use-session-guard'
import type { OtherAccount, Start } from './flow-state'
import { Elsewhere } from './message/elsewhere'
import { Expired } from './message/expired'
import { Onward } from './message/onward'
import { Paused } from './message/paused'
import { Prove } from './message/prove'
import { Verified } from './message/verified'
import { Verifying } from './message/verifying'
import { useVerification } from './use-verification'

type VerificationFlowProps = {
  start: Start
  token: string
  /** Address of the session's account, if there is one. */
  present?: string
  /** The link's account is not the one that is signed in. */
  other?: OtherAccount
  account: ReactNode
  /** Sealed name of the link's account, where it is not the session's. */
  owner?: string
  texts: Parameters<typeof Prove>[0]['texts']
}

/** Everything the verification page can show. One component, so that a form post finds its state again. */
export function VerificationFlow(props: VerificationFlowProps) {
  const { start, token, present, other, account, owner, texts } = props
  useSessionGuard(present)
  const { state, view, pending, onSubmit } = useVerification(start, token, texts.form.unreachable)
  const seconds = useCountdown(state.answer?.retryAfter ?? state.refusal?.retryAfter ?? 0, state)
  const isNews = view !== start
  const isSignedIn = present !== undefined || state.answer?.user !== undefined
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
      return <Prove {...request} account={account} owner={owner} texts={texts} />
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
      return other ? (
        <Elsewhere
          heading={texts.verify.usedOtherHeading}
          isNews={isNews}
          other={other}
          texts={texts.verify}
        />
      ) : (
        <Message sign={{ shape: 'done', tone: 'good' }} heading={texts.verify.usedHeading} isNews={isNews}>
          {isSignedIn && (
            <p>
              <Sentence text={texts.verify.addressVerified} fill={{ email: <bdi>{present}</bdi> }} />
            </p>
          )}
          <p>{texts.verify.usedMore}</p>
          {onward}
        </Message>
      )
    case 'none':
      return (
        <Message sign={{ shape: 'mail' }} heading={texts.verify.noneHeading}>
          <p>{texts.verify.noneMore}</p>
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
