'use client'

import button from '@/components/button/button.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { DeadLinkMessage } from '@/components/link/dead-link-message'
import type { DeadLink } from '@/components/link/link-view'
import { useLink } from '@/components/link/use-link'
import { Message } from '@/components/panel/message'
import { Sentence } from '@/components/sentence'
import { useSessionGuard } from '@/components/session/use-session-guard'
import type { AddressTexts } from '@/lib/i18n/texts/address/address'
import type { PageTexts } from '@/lib/i18n/texts/pages'

const ACTION = '/api/account/email/confirm'

type ConfirmFlowProps = {
  /** `own`: this browser holds the session of the very account. */
  start: 'own' | 'other' | 'signed_out' | DeadLink
  token: string
  /** Address of the session's account, if there is one. */
  present?: string
  /** The new address, for the account's own session alone. */
  wanted?: string
  /** Path of the sign-in that leads back here. */
  signIn: string
  texts: Pick<AddressTexts, 'confirm' | 'link'> & Pick<PageTexts, 'form'>
}

/** Everything that the page of a new address can show. One component, so that a form post finds its state again. */
export function ConfirmFlow({ start, token, present, wanted, signIn, texts }: ConfirmFlowProps) {
  const { confirm, link } = texts
  useSessionGuard(present)
  const { state, view, pending, onSubmit } = useLink<typeof start, { user?: { email: string } }>({
    action: ACTION,
    start,
    unreachable: texts.form.unreachable,
  })
  switch (view) {
    case 'own':
      return (
        <Message sign={{ shape: 'mail' }} heading={confirm.heading}>
          <p>
            <Sentence text={confirm.lead} fill={{ email: <bdi>{wanted}</bdi>, old: <bdi>{present}</bdi> }} />
          </p>
          <p>{confirm.effects}</p>
          <form action={ACTION} method="post" onSubmit={onSubmit}>
            <FormAlert refusal={state.refusal}>
              {state.refusal?.code === 'unauthenticated' && <a href={signIn}>{link.signIn}</a>}
              {state.refusal?.code === 'email_taken' && <a href="/account">{link.account}</a>}
            </FormAlert>
            <input type="hidden" name="token" value={token} />
            <PlainFormFields />
            <button className={button.primary} type="submit" aria-disabled={pending || undefined}>
              {pending ? confirm.pending : confirm.submit}
            </button>
          </form>
        </Message>
      )
    case 'other':
      return (
        <Message sign={{ shape: 'question', tone: 'warm' }} heading={confirm.otherHeading}>
          <p>
            <Sentence text={confirm.otherMore} fill={{ email: <bdi>{present}</bdi> }} />
          </p>
          <a className={button.primary} href={signIn}>
            {confirm.otherSignIn}
          </a>
          <a className={button.quiet} href="/dashboard">
            {confirm.keepAccount}
          </a>
        </Message>
      )
    case 'signed_out':
      return (
        <Message sign={{ shape: 'mail' }} heading={confirm.signInHeading}>
          <p>{confirm.signInMore}</p>
          <a className={button.primary} href={signIn}>
            {link.signIn}
          </a>
        </Message>
      )
    case 'done':
    case 'kept':
      return (
        <Message sign={{ shape: 'done', tone: 'good' }} heading={confirm.doneHeading} isNews>
          <p>
            <Sentence text={confirm.doneMore} fill={{ email: <bdi>{state.answer?.user?.email}</bdi> }} />
          </p>
          <a className={button.primary} href="/account">
            {link.account}
          </a>
        </Message>
      )
    default:
      return (
        <DeadLinkMessage
          state={view}
          isNews={view !== start}
          more={{
            expired: confirm.expiredMore,
            used: confirm.usedMore,
            invalid: confirm.invalidMore,
          }}
          onward={{ href: '/account', label: link.account }}
          texts={link}
        />
      )
  }
}
