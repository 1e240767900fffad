'use client'

import { type FormEvent, useActionState, useCallback, useEffect, useRef, useState } from 'react'
import { askApi } from './ask-api'
import { askWithoutScript } from './ask-without-script'
import { type FlowState, type Intent, isIntent, type Start } from './flow-state'
import { whenShown } from './when-shown'

/** Not in something folded away: no person clicks there, and a mail scanner's program that does must not delete. */
const isInSight = (form: HTMLFormElement): boolean => form.closest('details:not([open])') === null

/** The page's state, fed by the JSON API where there is JavaScript and by form posts where there is none. */
export function useVerification(start: Start, token: string, unreachable: string) {
  const [posted, formAction] = useActionState(askWithoutScript, {})
  const [answered, setAnswered] = useState<FlowState>()
  const [pending, setPending] = useState<Intent>()
  // Known at once: a program that clicks everything in one go would find `pending` as it was before its first click.
  const isAsking = useRef(false)

  const ask = useCallback(
    async (intent: Intent) => {
      if (isAsking.current) return
      isAsking.current = true
      setPending(intent)
      setAnswered(await askApi(intent, token, unreachable))
      setPending(undefined)
      isAsking.current = false
    },
    [token, unreachable],
  )

  useEffect(() => {
    // The token leaves the address bar at once: it shall not be bookmarked, photographed or sent along.
    history.replaceState(null, '', location.pathname)
    if (start === 'own') return whenShown(() => ask('verify'))
  }, [start, ask])

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const intent = new FormData(event.currentTarget).get('intent')
    if (isIntent(intent) && isInSight(event.currentTarget)) ask(intent)
  }

  return { state: answered ?? posted, pending, form: { action: formAction, onSubmit } }
}
