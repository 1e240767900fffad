'use client'

import { type FormEvent, useEffect, useEffectEvent } from 'react'
import { useForm } from '@/components/form/use-form'
import { askApi } from './ask-api'
import { ACTIONS, type Start } from './flow-state'
import { whenShown } from './when-shown'

/** Not in something folded away: no person clicks there, and a mail scanner's program that does must not delete. */
const isInSight = (form: HTMLFormElement): boolean => form.closest('details:not([open])') === null

/** The page's state: its forms share one, and in the account's own browser the link verifies by itself. */
export function useVerification(start: Start, token: string, unreachable: string) {
  const { state, pendingAction, submit, onSubmit } = useForm<{ retryAfter?: number }>({
    actions: Object.values(ACTIONS),
    unreachable,
    send: (action) => askApi(action, token, unreachable),
  })
  const verify = useEffectEvent(() => submit(ACTIONS.verify, {}))

  useEffect(() => {
    // The token leaves the address bar at once: it shall not be bookmarked, photographed or sent along.
    history.replaceState(null, '', location.pathname)
    if (start === 'own') return whenShown(() => verify())
  }, [start])

  function submitInSight(event: FormEvent<HTMLFormElement>) {
    if (isInSight(event.currentTarget)) onSubmit(event)
    else event.preventDefault()
  }

  return { state, pending: pendingAction, onSubmit: submitInSight }
}
