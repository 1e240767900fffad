'use client'

import { useLayoutEffect } from 'react'
import { useForm } from '@/components/form/use-form'
import { ResetForm } from './reset-form'
import { ResetMessage } from './reset-message'
import type { ResetAccount, ResetTexts } from './reset-props'

/** The link's state when the server wrote the page; `none`: its address had no link in it. */
type View = 'valid' | 'expired' | 'used' | 'invalid' | 'none'

const REFUSED: Record<string, View> = {
  token_expired: 'expired',
  token_used: 'used',
  invalid_token: 'invalid',
}

type ResetFlowProps = { start: View; token: string; account?: ResetAccount; texts: ResetTexts }

/** Everything that the page of a reset link can show. */
export function ResetFlow({ start, token, account, texts }: ResetFlowProps) {
  const { state, pending, props } = useForm({
    actions: ['/api/auth/reset-password'],
    unreachable: texts.form.unreachable,
    // In place of this page: Back must not lead to a link that was used.
    onDone: () => location.replace('/login'),
  })
  const view = REFUSED[state.refusal?.code ?? ''] ?? start

  // A layout effect, so that the token is gone before the message is painted.
  useLayoutEffect(() => {
    if (view === 'used') history.replaceState(null, '', location.pathname)
  }, [view])

  if (view !== 'valid' || !account)
    return (
      <ResetMessage view={view === 'valid' ? 'none' : view} isNews={view !== start} texts={texts.reset} />
    )
  return (
    <ResetForm token={token} account={account} state={state} pending={pending} form={props} texts={texts} />
  )
}
