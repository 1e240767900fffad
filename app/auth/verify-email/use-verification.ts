'use client'

import { type FormEvent, useEffect, useEffectEvent, useLayoutEffect } from 'react'
import { pageAfter } from '@/components/factor/page-after'
import { useForm } from '@/components/form/use-form'
import { whenShown } from '@/components/when-shown'
import { askApi } from './ask-api'
import { ACTIONS, type FlowAnswer, type Start, type View, viewOf } from './flow-state'

/** Not in something folded away: no person clicks there, and a mail scanner's program that does must not delete. */
const isInSight = (form: HTMLFormElement): boolean => form.closest('details:not([open])') === null

/** Views in which the link is used up. Until then a reload, Back or another browser needs the token in the address bar. */
const SPENT: ReadonlySet<View> = new Set(['verified', 'used', 'deleted'])

/** The page's state: its forms share one, and in the account's own browser the link verifies by itself. */
export function useVerification(start: Start, token: string, unreachable: string) {
  const { state, pendingAction, props, submit, onSubmit } = useForm<FlowAnswer>({
    actions: Object.values(ACTIONS),
    unreachable,
    send: (action, fields) => askApi(action, { ...fields, token }, unreachable),
  })
  const view = viewOf(start, state)
  const verify = useEffectEvent(() => submit(ACTIONS.verify, {}))

  // A layout effect, so that the token is gone before the message is painted.
  useLayoutEffect(() => {
    if (SPENT.has(view)) history.replaceState(null, '', location.pathname)
  }, [view])

  const isStepAsked = state.answer?.next === 'second_step'
  useEffect(() => {
    if (isStepAsked) location.assign(pageAfter({ next: 'second_step' }, '/dashboard'))
  }, [isStepAsked])

  useEffect(() => {
    if (start === 'own') return whenShown(() => verify())
  }, [start])

  function submitInSight(event: FormEvent<HTMLFormElement>) {
    if (!isInSight(event.currentTarget)) return event.preventDefault()
    // A refusal moves the focus to a field of the form that was sent, not of another one.
    props.ref.current = event.currentTarget
    onSubmit(event)
  }

  return { state, view, pending: pendingAction, onSubmit: submitInSight }
}
